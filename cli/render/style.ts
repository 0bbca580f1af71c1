import { styleText } from "node:util";
import type { Io } from "../io.ts";

type Paint = (text: string) => string;
export type Style = Readonly<Record<"bold" | "dim" | "red" | "green" | "yellow" | "cyan", Paint>>;

/** Colours if the output is a terminal, otherwise the text alone. */
export function createStyle({ colour }: Pick<Io, "colour">): Style {
  const paint =
    (format: keyof Style): Paint =>
    (text) =>
      colour ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: paint("bold"),
    dim: paint("dim"),
    red: paint("red"),
    green: paint("green"),
    yellow: paint("yellow"),
    cyan: paint("cyan"),
  };
}
