"use strict";(()=>{function o(){let e=window;return e.mapbuilder??={},e.mapbuilder}o().open?.("app-script").catch(e=>console.error(e));})();
