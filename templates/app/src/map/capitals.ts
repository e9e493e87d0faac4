// Names in capitals, in the scripts whose names are set so.

/** Georgian capitals are for whole headings; a name on a map is never in them, and the page's fonts may lack them. */
const GEORGIAN_CAPITALS = /[\u1c90-\u1cbf]/;

/** The name in capitals by its language's rules; as it is written in a script that sets no names in them. */
export function capitals(written: string, language: string): string {
  const upper = written.toLocaleUpperCase(language);
  return GEORGIAN_CAPITALS.test(upper) ? written : upper;
}
