// Journeys: steps one after the other by several people, each with a window. Where one goes wrong, those behind it are not begun.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

/**
 * `begin` gives what the steps share, the windows of `people` under their names among it. `steps` are names and what is
 * done: each is given what is shared, and the stage. No step leaves a complaint on anybody's console but of answers `meant`.
 */
export function journey(stage, name, { people, begin, meant, steps }) {
  describe(name, () => {
    let shared = {};
    let broken = false;
    before(async () => {
      shared = await begin(stage);
    });
    after(() => Promise.all(people.map((who) => shared[who]?.context.close())));
    for (const [step, act] of Object.entries(steps)) {
      test(step, async () => {
        assert.ok(!broken, "the step before went well");
        broken = true;
        await act(shared, stage);
        for (const who of people) assert.deepEqual(shared[who].complaints.splice(0).filter((one) => !meant.test(one)), [], who);
        broken = false;
      });
    }
  });
}
