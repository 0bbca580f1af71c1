import { makePlaygroundPage } from "../../scripts/playground-page.ts";
import { shareBuild } from "../support/share-build.ts";

/** The playground as it is published, one file of HTML; built once for all suites. */
export const buildPage = () => shareBuild("playground.html", async () => (await makePlaygroundPage()).html);
