import type { Macro } from "./ast.ts";
import {
  type Compiled,
  type Compiler,
  compileNode,
  findOrigin,
  isOpen,
  reportAt,
  type Scope,
} from "./compile.ts";
import { compileBool, createNotBoolReason } from "./compile-logic.ts";
import { charge, failAt, joinReasons, NONE, type Reason, type Run, type Step, settle } from "./run.ts";
import { createListType, getSimpleType } from "./types.ts";
import { listKeys, readKind } from "./values.ts";

type Walk = (run: Run, items: readonly unknown[]) => unknown;

export function compileMacro(compiler: Compiler, node: Macro, scope: Scope): Compiled {
  const { name } = node;
  const target = compileNode(compiler, node.target, scope);
  const { type } = target;
  const item = type.kind === "list" ? type.item : type.kind === "map" ? type.key : type;
  if (item === type && !isOpen(type)) reportAt(compiler, "not-iterable", node.target);
  const inner: Scope = {
    name: node.variable,
    type: item,
    origin: findOrigin(node.target, scope),
    slot: scope === undefined ? 0 : scope.slot + 1,
    outer: scope,
  };
  const filter = node.filter && compileBool(compiler, node.filter, inner);
  const body = name === "map" ? compileNode(compiler, node.body, inner) : undefined;
  const condition = body?.step ?? compileBool(compiler, node.body, inner);
  const walk =
    name === "all" || name === "exists"
      ? quantify(node, inner.slot, condition)
      : keepItems(node, inner.slot, body === undefined ? condition : filter, body?.step);
  const step: Step = (run) => {
    const container = target.step(run);
    if (container === NONE || !charge(run, 1, node)) return NONE;
    if (Array.isArray(container)) return walk(run, container);
    if (readKind(container) !== "map") return failAt(run, "no-such-overload", node);
    const keys = listKeys(container as object); // readKind() returned this kind
    return charge(run, keys.length >> 2, node) ? walk(run, keys) : NONE;
  };
  return {
    type:
      body !== undefined
        ? createListType(body.type)
        : name === "filter"
          ? createListType(item)
          : getSimpleType("bool"),
    step,
  };
}

/** An item that decides absorbs errors of the others. */
function quantify(node: Macro, slot: number, body: Step): Walk {
  const decisive = node.name === "exists";
  const mistake = createNotBoolReason(node.body);
  return (run, items) => {
    let reason: Reason | undefined;
    for (const item of items) {
      if (!charge(run, 1, node)) return NONE;
      run.locals[slot] = item;
      const value = body(run);
      if (value === decisive) return decisive;
      if (value !== !decisive) reason = joinReasons(reason, value === NONE ? run.reason : mistake);
    }
    return settle(run, reason, !decisive);
  };
}

/** Applies `give` to the items that `keep` accepts; stops at the first without a value. */
function keepItems(node: Macro, slot: number, keep: Step | undefined, give: Step | undefined): Walk {
  return (run, items) => {
    const kept: unknown[] = [];
    for (const item of items) {
      if (!charge(run, 1, node)) return NONE;
      run.locals[slot] = item;
      const isKept = keep === undefined || keep(run);
      if (isKept === NONE) return NONE;
      if (typeof isKept !== "boolean") return failAt(run, "no-such-overload", node.body);
      if (!isKept) continue;
      const value = give === undefined ? item : give(run);
      if (value === NONE) return NONE;
      kept.push(value);
    }
    return node.name === "exists_one" ? kept.length === 1 : kept;
  };
}
