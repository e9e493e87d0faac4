// Draws an exhibit's places as a Leaflet layer. All texts come as data and are put in as text
// nodes: no string that anyone wrote becomes HTML or script.
(function (data) {
  // The tags of mapbuilder/text.py; a tree is a string, or a list of nodes [tag, child…].
  const TAGS = ["p", "em", "strong", "ul", "ol", "li", "blockquote", "br"];

  function fill(parent, children) {
    for (const child of children) parent.append(typeof child === "string" ? child : build(child));
    return parent;
  }

  function build([tag, ...children]) {
    if (tag === "a") {
      const link = document.createElement("a");
      const url = String(children.shift().href);
      if (/^(https?:\/\/|mailto:)/i.test(url)) {
        link.href = url;
        // A map in a notebook stands in a frame: a link must not take the frame's place.
        link.target = "_blank";
        link.rel = "noopener noreferrer";
      }
      return fill(link, children);
    }
    return fill(document.createElement(TAGS.includes(tag) ? tag : "span"), children);
  }

  function line(tag, kind, language, rich) {
    const element = document.createElement(tag);
    element.className = "mapbuilder-" + kind;
    element.dir = "auto";
    if (language) element.lang = language;
    return fill(element, typeof rich === "string" ? [rich] : rich);
  }

  function panel(place) {
    const element = document.createElement("div");
    element.className = "mapbuilder-panel";
    element.lang = data.language;
    element.dir = data.dir;
    element.append(line("h2", "label", place.language, place.label));
    element.append(line("p", "position", "", place.position));
    for (const event of place.events) {
      const article = document.createElement("article");
      for (const [kind, language, rich] of event) {
        const tag = kind === "title" ? "h3" : kind === "quote" ? "blockquote" : "div";
        article.append(line(tag, kind, language, rich));
      }
      element.append(article);
    }
    return element;
  }

  function marker(place) {
    const name = place.number + ". " + place.label;
    const drawn = L.marker([place.lat, place.lon], {
      icon: L.divIcon({
        className: "mapbuilder-place mapbuilder-" + place.precision,
        html: line("span", "number", "", String(place.number)),
        iconSize: [28, 28],
      }),
      riseOnHover: true,
    });
    drawn.bindTooltip(() => line("span", "label", place.language, name), { direction: "top" });
    drawn.bindPopup(() => panel(place), { minWidth: 240, maxWidth: 360, maxHeight: 360 });
    drawn.on("add", () => {
      const icon = drawn.getElement();
      icon.setAttribute("aria-label", name);
      icon.dataset.place = place.id;
    });
    return drawn;
  }

  // A line or area opens the same panel as its marker, which the keyboard reaches.
  function shape(place) {
    const { kind, parts, dashed } = place.shape;
    const style = { color: "#5b4a3f", weight: kind === "line" ? 3 : 1.5, fillOpacity: 0.1 };
    if (dashed) style.dashArray = "7 5";
    const drawn = kind === "line" ? L.polyline(parts.flat(), style) : L.polygon(parts, style);
    drawn.bindPopup(() => panel(place), { minWidth: 240, maxWidth: 360, maxHeight: 360 });
    return drawn;
  }

  // Leaflet sets an attribution as HTML: what is read from this element is its text, escaped.
  const credit = document.createElement("span");
  credit.textContent = data.attribution;
  const layer = L.featureGroup([], { attribution: credit.innerHTML });
  for (const place of data.places) {
    if (place.shape !== null) layer.addLayer(shape(place));
    if (place.radius_m !== null) {
      const style = { radius: place.radius_m, interactive: false, weight: 1, fillOpacity: 0.08 };
      layer.addLayer(L.circle([place.lat, place.lon], { ...style, color: "#5b4a3f" }));
    }
  }
  for (const place of data.places) layer.addLayer(marker(place));
  return layer;
})
