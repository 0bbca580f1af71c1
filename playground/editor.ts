import {
  autocompletion,
  type Completion as Choice,
  type CompletionContext,
  type CompletionSource,
  completionKeymap,
} from "@codemirror/autocomplete";
import { history, historyKeymap, standardKeymap } from "@codemirror/commands";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, type Extension, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Completion } from "./completions.ts";
import type { Finding } from "./engine.ts";
import { jsonLanguage, policyLanguage } from "./languages.ts";

// Colours are CSS variables of the page, with values for light and dark.
const highlighting = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--key)" },
  { tag: [tags.string, tags.special(tags.string), tags.attributeValue], color: "var(--string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: "var(--number)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--faint)", fontStyle: "italic" },
]);

/** A range of a text with its style; `title`: the tooltip. */
type Mark = { readonly from: number; readonly to: number; readonly class: string; readonly title?: string };

const setMarks = StateEffect.define<DecorationSet>();
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (current, transaction) => {
    for (const effect of transaction.effects) if (effect.is(setMarks)) return effect.value;
    return current.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function showMarks(view: EditorView, places: readonly Mark[]): void {
  const ranges = places
    .filter(({ from, to }) => from < to)
    .map(({ from, to, title = "", ...mark }) =>
      Decoration.mark({ ...mark, attributes: { title } }).range(from, to),
    );
  view.dispatch({ effects: setMarks.of(Decoration.set(ranges, true)) });
}

const common: Extension = [
  lineNumbers(),
  history(),
  EditorView.lineWrapping,
  marks,
  EditorState.tabSize.of(2),
  syntaxHighlighting(highlighting),
  // Tab moves the focus, as in the rest of the page.
  keymap.of([...standardKeymap, ...historyKeymap, ...completionKeymap]),
];

export type FileEditor = {
  /** Shows a file; one that was shown before keeps its cursor and its history. */
  readonly open: (path: string, text: string) => void;
  /** Forgets all files. */
  readonly reset: () => void;
  readonly goTo: (line: number, column: number) => void;
  readonly showFindings: (findings: readonly Finding[]) => void;
};

export function createFileEditor(
  parent: HTMLElement,
  onChange: (text: string) => void,
  suggest: (offset: number) => Completion | undefined,
): FileEditor {
  const states = new Map<string, EditorState>();
  let shown = "";
  const view = new EditorView({ parent });

  const createState = (path: string, doc: string) =>
    EditorState.create({
      doc,
      extensions: [
        common,
        path.endsWith(".yaml") ? policyLanguage : [],
        autocompletion({ override: [createSource(suggest)], icons: false }),
        EditorView.contentAttributes.of({ "aria-label": path, tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    });

  return {
    open: (path, text) => {
      if (shown !== "") states.set(shown, view.state);
      const known = states.get(path);
      view.setState(known?.doc.toString() === text ? known : createState(path, text));
      shown = path;
    },
    reset: () => {
      states.clear();
      shown = "";
    },
    goTo: (line, column) => {
      const anchor = computeOffset(view.state.doc, line, column);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      view.focus();
    },
    showFindings: (findings) => {
      showMarks(
        view,
        findings.map((finding) => placeFinding(view.state.doc, finding)),
      );
    },
  };
}

function placeFinding(doc: Text, { at, token, severity, message, code }: Finding): Mark {
  const from = computeOffset(doc, at?.line ?? 1, at?.column ?? 1);
  const line = doc.lineAt(from);
  const rest = line.text.slice(from - line.from);
  const length =
    token !== undefined && rest.startsWith(token) ? token.length : (/^[\w-]+/.exec(rest)?.[0].length ?? 1);
  const to = Math.min(from + Math.max(length, 1), line.to);
  return { from, to, class: severity, title: `${message} [${code}]` };
}

function computeOffset(doc: Text, line: number, column: number): number {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(found.from + column - 1, found.to);
}

function createSource(suggest: (offset: number) => Completion | undefined): CompletionSource {
  return ({ pos, explicit, state }: CompletionContext) => {
    const found = suggest(pos);
    if (found === undefined) return null;
    const typed = state.sliceDoc(found.from, pos);
    const before = state.sliceDoc(found.from - 1, found.from);
    if (!explicit && typed === "" && before !== ".") return null;
    const options = found.suggestions.map(
      ({ label, kind, detail, about }): Choice => ({
        label,
        type: kind,
        detail,
        ...(about === "" ? {} : { info: about }),
        ...(kind === "function" ? { apply: `${label}(` } : kind === "key" ? { apply: `${label}: ` } : {}),
      }),
    );
    return { from: found.from, options, validFor: /^[\w.*-]*$/ };
  };
}

export type BodyEditor = {
  readonly setText: (text: string) => void;
  /** Marks places of the body; offsets. */
  readonly mark: (spans: readonly (readonly [from: number, to: number])[]) => void;
};

export function createBodyEditor(parent: HTMLElement, onChange: (text: string) => void): BodyEditor {
  const view = new EditorView({
    parent,
    extensions: [
      common,
      jsonLanguage,
      EditorView.contentAttributes.of({ "aria-label": "The request's body, as JSON", tabindex: "0" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
    ],
  });
  return {
    setText: (text) => {
      if (view.state.doc.toString() === text) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    mark: (spans) =>
      showMarks(
        view,
        spans.map(([from, to]) => ({ from, to, class: "found" })),
      ),
  };
}
