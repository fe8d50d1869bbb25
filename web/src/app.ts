// What every page runs. Heavy islands (map, chart) come only to the pages that hold their element.
import { startDialogs } from "./dialogs";
import { startClocks } from "./freshness";
import { startHtmx } from "./htmx";
import { startKeys } from "./keys";
import { startLive } from "./live";

startClocks();
startKeys();
startDialogs();
startHtmx();
startLive();
