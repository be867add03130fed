// All browser tests in one house and one browser: starting them costs more than most tests. Needs `cargo build -p haat`.
import { after, before } from "node:test";
import { openBrowser, openWindow, signIn } from "./browser.js";
import { day } from "./day.js";
import { openHouse } from "./house.js";
import { lots } from "./lots.js";
import { sales } from "./sales.js";
import { screens } from "./screens.js";
import { trade } from "./trade.js";
import { ways } from "./ways.js";
import { weight } from "./weight.js";
import { wrongs } from "./wrongs.js";

const stage = { house: null, browser: null, signedIn: new Map() };

before(async () => {
  stage.house = await openHouse();
  stage.browser = await openBrowser();
});

after(async () => {
  await stage.browser?.close();
  await stage.house?.close();
});

/** Does this once for all tests: what they share is not made anew by each. */
const made = new Map();
stage.once = (make) => {
  if (!made.has(make)) made.set(make, make(stage));
  return made.get(make);
};

/** The nth person of this role, from the demo's list. */
stage.person = (role, nth = 0) => {
  const all = stage.house.people.filter((one) => one.role === role);
  if (!all[nth]) throw new Error(`sign-ins.csv has ${all.length} of the role ${role}`);
  return all[nth];
};

/** A window in which this person is signed in. Everybody signs in once: an authenticator's code holds once only. */
stage.windowOf = async (role, options = {}, nth = 0) => {
  const person = stage.person(role, nth);
  if (!stage.signedIn.has(person)) {
    const { context, page } = await openWindow(stage.browser, stage.house);
    await signIn(page, person);
    stage.signedIn.set(person, await context.storageState());
    await context.close();
  }
  return openWindow(stage.browser, stage.house, { ...options, as: stage.signedIn.get(person) });
};

stage.window = (options) => openWindow(stage.browser, stage.house, options);

screens(stage);
sales(stage);
wrongs(stage);
weight(stage);
day(stage);
lots(stage);
trade(stage);
ways(stage);
