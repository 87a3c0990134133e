/** Where the provider returns to: hands its answer to the console, which asked for it. */

location.replace(`./${location.search}`);
