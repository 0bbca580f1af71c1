/**
 * Steps left. A step is one operator, call, field, or item of a macro, an eighth of a text in kilobytes ×1024 ÷ 8:
 * eight UTF-16 units read or made, or one list item made. One budget serves all rules of a request, and within it each
 * rule, all its targets together, has its own.
 */
export type Budget = { rule: number; request: number };

export const createBudget = (rule: number, request: number): Budget => ({ rule, request });

/** For tools and tests, where nobody waits. */
export const createEndlessBudget = (): Budget =>
  createBudget(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

export function beginRule(budget: Budget, steps: number): void {
  budget.rule = steps;
}
