// Evaluated once in a page: brings it into a state by what a visitor has, its controls and its address.
(() => {
  const root = document.documentElement;
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const later = () => new Promise((done) => setTimeout(done, 10));
  const named = (element) => element.dataset.action ?? element.name ?? element.id;
  /** What is on or off, besides what is pressed to find or to open something. */
  const toggles = () => [
    ...document.querySelectorAll(
      "#app input[type=checkbox]:not(:disabled), #app button[aria-pressed][data-action]",
    ),
  ].filter((each) => each.dataset.action !== "theme");
  const isOn = (each) => each.checked ?? each.getAttribute("aria-pressed") === "true";
  /** What one of several is chosen by. */
  const radios = () => [...document.querySelectorAll("#app input[type=radio]:not(:disabled)")];
  const disclosures = () => [...document.querySelectorAll("#app button[aria-expanded]")].filter(seen);

  async function quiet(language) {
    for (let waited = 0; root.dataset.ready !== "true" || root.lang !== language; waited += 10) {
      if (waited > 10_000) throw new Error(`The page does not speak ${language}.`);
      await later();
    }
  }

  window.states = {
    /** What there is to be switched, by name with its values: whatever the page has now. */
    controls() {
      const groups = {};
      for (const each of radios()) {
        groups[each.name] = [...(groups[each.name] ?? []), each.value];
      }
      for (const each of toggles()) groups[named(each)] = ["off", "on"];
      return groups;
    },
    async enter({ fragment, language, switched, unfolded, playing }) {
      for (const each of document.querySelectorAll("[data-touring] [data-action=tour]")) each.click();
      for (const each of disclosures()) {
        if ((each.getAttribute("aria-expanded") === "true") !== unfolded) each.click();
      }
      for (const [name, value] of Object.entries(switched)) {
        const radio = radios().find((each) => each.name === name && each.value === value);
        if (radio && !radio.checked) radio.click();
        const toggle = toggles().find((each) => named(each) === name);
        if (toggle && isOn(toggle) !== (value === "on")) toggle.click();
      }
      if (location.hash.slice(1) !== fragment) location.hash = fragment;
      // The page hears of its address in a turn of its own.
      await later();
      await quiet(language);
      for (const each of document.querySelectorAll("#app details")) each.open = unfolded;
      if (playing) document.querySelector(`#app [data-action="${playing}"]`)?.click();
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      return { language: root.lang, view: document.querySelector(".view").className };
    },
  };
})();
