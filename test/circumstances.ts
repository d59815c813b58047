import { circumstancesAt } from "../src/review/circumstances.js";

/** A day on which every test reviews, so that none depends on the calendar. */
export const CIRCUMSTANCES = circumstancesAt(new Date("2026-06-15T12:00:00Z"));
