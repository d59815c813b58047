/** Said beside an answer that may lack something, since one review does not take on all of the change. */
export const JUDGED_IN_PART = "This change is judged in part, so there may be more in it.";
