/**
 * Steps left. A step is one operator, call, field or item of a macro; eight UTF-16 units of a text that is read or made;
 * one item of a list that is made; or what a function says that it costs. One budget serves all rules of a request, and
 * within it each rule, all its targets together, has its own.
 */
export type Budget = { rule: number; request: number };

export const createBudget = (rule: number, request: number): Budget => ({ rule, request });

/** For tools and tests, where nobody waits. */
export const createEndlessBudget = (): Budget =>
  createBudget(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

export function beginRule(budget: Budget, steps: number): void {
  budget.rule = steps;
}

/** A field by its name, or an item by its index. */
export const FIELD_STEPS = 3;
/** To read a time that is a `Date`. */
export const DATE_STEPS = 6;
/** Steps of arithmetic besides the one step: for doubles; and for a time, or an int beyond 2^53. */
export const DOUBLE_STEPS = 4;
export const LONG_STEPS = 12;
