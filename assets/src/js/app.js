// Everything works without these scripts; they save reloads and retyping.
import htmx from "htmx.org";
import { bsnWarnings } from "./bsn.js";
import { clearButtons } from "./clear.js";
import { copyButtons } from "./copy.js";
import { decisions } from "./decision.js";
import { drafts } from "./draft.js";
import { focusErrors } from "./errors.js";
import { returning } from "./history.js";
import { indicators } from "./indicators.js";
import { jumps } from "./jump.js";
import { leaving } from "./leave.js";
import { limits } from "./limit.js";
import { meetings } from "./meeting.js";
import { menus } from "./menu.js";
import { passkeys } from "./passkey.js";
import { printButtons } from "./print.js";
import { failures } from "./failure.js";
import { sessionWarning } from "./session.js";
import { shortcuts } from "./shortcut.js";
import { singleSubmit } from "./submit.js";
import { unfolding } from "./unfold.js";

// Each takes a part of the page and prepares what it finds there; htmx hands over the parts it brings in.
const prepare = [bsnWarnings, clearButtons, copyButtons, decisions, drafts, focusErrors, indicators, jumps, limits, meetings, passkeys, printButtons];

htmx.onLoad((part) => prepare.forEach((module) => module(part)));
menus();
failures();
leaving();
returning();
sessionWarning();
shortcuts();
singleSubmit();
unfolding();
