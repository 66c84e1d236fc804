import { describe, expect, it } from "vitest";

import { begin, edit, follow, isDirty, keep, resume, type, undo } from "./draft";
import { setField } from "./editing";
import { DEFAULT } from "./places";
import { firstConfiguration } from "./starting";

const STORED = JSON.stringify(JSON.parse(firstConfiguration("WQ1")));
const OTHER = JSON.stringify(JSON.parse(firstConfiguration("WQ2")));

function raised(draft = begin(STORED), priority = 7) {
  return edit(draft, setField(draft.document, DEFAULT, "priority", priority), "priority");
}

describe("a draft", () => {
  it("is what is stored, in lines, and no change yet", () => {
    expect(begin(STORED).text).toBe(firstConfiguration("WQ1"));
    expect(isDirty(begin(STORED))).toBe(false);
  });

  it("shows in the text what the form changes, and in the form what is typed", () => {
    const draft = raised();
    expect(draft.text).toContain('"priority": 7');
    expect(isDirty(draft)).toBe(true);
    const typed = type(draft, draft.text.replace("7", "9"));
    expect(typed.document.root).toMatchObject({
      task_routing: { default_filter: { priority: 9 } },
    });
  });

  it("keeps the last document while the text cannot be read", () => {
    const broken = type(begin(STORED), "{");
    expect(broken.problem).toMatch(/JSON/);
    expect(broken.document).toEqual(begin(STORED).document);
    expect(undo(broken)).toMatchObject({ problem: null, text: firstConfiguration("WQ1") });
  });

  it("takes no note of a change that changes nothing", () => {
    const draft = raised();
    expect(raised(draft)).toBe(draft);
    expect(edit(draft, draft.document, "other")).toBe(draft);
    expect(type(draft, draft.text)).toBe(draft);
  });

  it("undoes changes of one field together, and goes back no further than the start", () => {
    const draft = raised(raised(), 70);
    expect(draft.text).toContain('"priority": 70');
    expect(isDirty(undo(draft))).toBe(false);
    expect(undo(undo(draft))).toEqual(undo(draft));
  });
});

describe("a draft of an earlier session", () => {
  const text = raised().text;

  it("is gone on with, and one gets back to what was there", () => {
    const resumed = resume(begin(STORED), { base: STORED, text });
    expect([resumed.text, isDirty(resumed)]).toEqual([text, true]);
    expect(isDirty(undo(resumed))).toBe(false);
    expect(undo(type(resumed, "{")).text).toBe(text);
  });

  it("was begun with what is not stored any more", () => {
    const resumed = resume(begin(OTHER), { base: STORED, text });
    expect(follow(resumed, OTHER)).toBe(resumed);
    expect(resumed.base).not.toBe(OTHER);
  });
});

describe("what is stored by others meanwhile", () => {
  it("is followed by a draft without changes", () => {
    expect(follow(begin(STORED), OTHER)).toEqual(begin(OTHER));
  });

  it("is not taken over one's own changes, until one says so", () => {
    const draft = raised();
    expect(follow(draft, OTHER)).toBe(draft);
    const kept = keep(draft, OTHER);
    expect([kept.text, isDirty(kept)]).toEqual([draft.text, true]);
    expect(follow(kept, OTHER)).toBe(kept);
  });

  it("is the draft itself once it is saved", () => {
    const draft = raised();
    expect(isDirty(follow(draft, draft.text))).toBe(false);
  });
});
