import type { Page } from "playwright-core";

export async function decide(page: Page, command: string): Promise<void> {
  await page.getByLabel("Command").selectOption(command);
  await page.locator(".verdict").waitFor();
}

/** In the page: each command's answer and trace, in the order of Node's. */
export function readEveryDecision(): readonly (readonly [string, string, readonly string[]])[] {
  const select = document.querySelector<HTMLSelectElement>(".request select");
  const text = (element: Element | null | undefined) => element?.textContent ?? "";
  return [...(select?.options ?? [])].map(({ value }) => {
    if (select) select.value = value;
    select?.dispatchEvent(new Event("change"));
    const trace = [...document.querySelectorAll(".rule")].flatMap((rule) => [
      `${text(rule.querySelector(".link"))} ${text(rule.querySelector(".effect"))}`,
      ...[...rule.querySelectorAll(".leaf code")].map(text),
    ]);
    return [value, text(document.querySelector("pre")), trace];
  });
}
