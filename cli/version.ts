/** As package.json says; a test holds them together. */
export const VERSION = "0.2.0";
