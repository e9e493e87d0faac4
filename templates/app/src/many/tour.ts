// The guided tour of a page of many records: how long a step stays is known once its words have been counted.

import { type Exhibit, say } from "../exhibit";
import type { Head } from "../payload";
import { plain } from "../plain";
import type { State, Store } from "../state";
import { countWords, dwellOf } from "../story/pace";
import type { Story } from "../story/steps";
import { makeTour } from "../story/tour";
import type { Records } from "./records";

/** Words of a record whose own have not been counted. */
const USUAL_WORDS = 60;

export interface ManyTour {
  /** Plays from where the visitor is, or pauses. */
  start(): Promise<void>;
  pause(): void;
  /** Texts are another language's: their words are to be counted anew. */
  forget(): void;
}

export interface ManyTourOptions {
  head: Head;
  store: Store;
  live: HTMLElement;
  exhibit(): Exhibit;
  records(): Records | null;
  story(): Story;
  go(step: number, more: Partial<State>): void;
}

export function makeManyTour({ head, store, live, exhibit, records, story, go }: ManyTourOptions): ManyTour {
  const lengths = new Map<number, number>();
  const tour = makeTour({
    target: window,
    count: () => story().count,
    dwell_ms: (step) => dwellOf(lengths.get(step) ?? USUAL_WORDS, head.kiosk?.words_per_s),
    isOwn: (target) => target instanceof Element && target.closest('[data-action="tour"]') !== null,
    onStep: (step) => {
      void measure(step + 1);
      go(step, { tour: true });
    },
    onStop(ended) {
      store.update({ tour: false });
      live.textContent = say(exhibit(), ended ? "tour_ended" : "tour_paused");
    },
  });

  /** Counts the words of a step, for which the tour will wait. */
  async function measure(step: number): Promise<void> {
    const { event } = story().stop(step);
    const { texts, telling } = exhibit();
    const own = texts.story && telling.story;
    const [title, text] = [own?.title[step], own?.text[step]];
    const told = event < 0 ? null : await records()?.whole().chunks.told(event, telling.language);
    lengths.set(step, countWords([title || told?.title, plain(text ?? told?.text)].join(" ")));
  }

  return {
    async start() {
      if (tour.playing) {
        tour.pause();
        return;
      }
      const from = story().at(store.get());
      await measure(from + 1 < story().count ? from + 1 : 0);
      tour.play(from);
      live.textContent = [say(exhibit(), "tour_playing"), live.textContent].join(" ");
    },
    pause: () => tour.pause(),
    forget: () => lengths.clear(),
  };
}
