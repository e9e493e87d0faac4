/** Whether the bundle holds what only some exhibits show; build.mjs says so. */
declare const EXTRAS: boolean;
