// Stands after the app's block, and lets it in.

import { door } from "./door";

door()
  .open?.("app-script")
  .catch((error: unknown) => console.error(error));
