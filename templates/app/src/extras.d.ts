/** Whether the bundle holds what only some exhibits show; build.mjs says so. */
declare const EXTRAS: boolean;
/** Whether the bundle is that of a page of many records. */
declare const MANY: boolean;
