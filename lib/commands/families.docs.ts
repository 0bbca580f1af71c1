/** What holds for every command of a family, in Markdown; links are relative to docs/. */
export const familyNotes: Readonly<Record<string, readonly string[]>> = {
  Call: [
    "Not set up in the Chat console, and probably not signed: see [Webhooks of other products](webhooks.md#webhooks-of-other-products) before you point them here.",
  ],
  Live: [
    "Set up through the REST API of the live product and signed with its own token, not the Chat console's: see [Webhooks of other products](webhooks.md#webhooks-of-other-products).",
  ],
  Push: [
    "The Chat console has a separate tab for the URL of push webhooks: enter chatgate's URL there, too.",
  ],
  Room: [
    "Switched on in the Chat console, like Chat's own webhooks, and sent to the same URL. Conferences are a separate product; chatgate knows its webhooks from their documentation only.",
  ],
};
