import { hasPhoneNumber } from "../../../lib/policy/functions/has-phone-number.ts";
import { testRows } from "../../support/table.ts";
import { measureText } from "./measure-text.ts";

describe("hasPhoneNumber", () => {
  testRows(
    [
      { name: "a Chinese mobile number", text: "加微信13800138000" },
      { name: "grouped", text: "138-0013-8000" },
      { name: "digit by digit", text: "1 3 8 0 0 1 3 8 0 0 0" },
      { name: "digit by digit, with dots and spaces", text: "1. 3. 8. 0. 0. 1. 3. 8. 0. 0. 0" },
      { name: "a Chinese landline", text: "电话 010-12345678" },
      { name: "full width", text: "１３８００１３８０００" },
      { name: "North America", text: "call (555) 123-4567 now" },
      { name: "dots", text: "555.123.4567" },
      { name: "India", text: "98765 43210" },
      { name: "France", text: "06 12 34 56 78" },
      { name: "international", text: "+33 6 12 34 56 78" },
      { name: "ten digits after a plus", text: "+6561234567" },
      { name: "eight digits after a plus", text: "+29022222" },
      { name: "a space after the plus", text: "+ 290 22222" },
      { name: "a bracket after the plus", text: "+(290) 22222" },
      { name: "a full-width plus", text: "＋852 9123 4567" },
      { name: "Arabic-Indic digits", text: "اتصل ٠٥٠١٢٣٤٥٦٧" },
      { name: "Persian digits", text: "۰۹۱۲ ۳۴۵ ۶۷۸۹" },
      { name: "zero-width characters", text: "138\u200b0013\u200b8000" },
      { name: "dashes of typography", text: "0800–123–4567" },
      { name: "a number after another number", text: "QQ 123456 13800138000" },
      { name: "ten digits", text: "2125550123" },
      { name: "fifteen digits", text: "861380013800012" },
      { name: "fifteen digits after a plus", text: "+861380013800012" },
      {
        name: "groups of three after a plus, which would be an amount without it",
        text: "+861 380 013 800 012",
      },
      { name: "groups of three after one of four", text: "0800 123 456" },
      { name: "six groups", text: "86 1 380 013 80 00" },
      { name: "one long group after a short one", text: "12345678 2125550123" },
      { name: "fifteen digits after another number", text: "QQ 123456 861380013800012" },
      { name: "two numbers with a comma between", text: "13800138000,13900139000" },
      { name: "two numbers with a full-width comma between", text: "电话：010-12345678，13800138000" },
      { name: "two numbers with an Arabic comma between", text: "٠٥٠١٢٣٤٥٦٧،٠٥٠٧٦٥٤٣٢١" },
      { name: "a number after a date", text: "2026-11-24 13800138000" },
    ],
    "finds $name",
    ({ text }) => {
      expect(measureText(hasPhoneNumber, text)).toBe(true);
    },
  );

  testRows(
    [
      { name: "nothing", text: "" },
      { name: "a date and a time", text: "2026-11-24 10:30:00, 24.11.2026 18:00" },
      { name: "a date and a time in a sentence", text: "会议 2026-11-24 10:30" },
      { name: "a span of dates", text: "2026-11-24/2026-11-30, 11/24/2026 - 11/30/2026" },
      { name: "amounts", text: "1,000,000,000 or 1.000.000.000 or 1 000 000 000" },
      { name: "an amount of whole groups of three", text: "100 000 000 000" },
      { name: "an amount in thousands with commas", text: "共计 1,234,567,890,123 元" },
      { name: "an amount with cents", text: "12345678901,50" },
      { name: "a decimal fraction", text: "3.14159265358979" },
      { name: "a decimal fraction with a comma", text: "3,14159265358979" },
      { name: "a decimal fraction in brackets", text: "π (3.14159265358979)" },
      { name: "a range", text: "月薪 10000-20000, 10000–20000" },
      { name: "addresses", text: "192.168.100.200 and 10.0.0.1" },
      { name: "an address of eleven digits", text: "الخادم 192.168.10.201" },
      { name: "a version", text: "10.0.19041.1234" },
      { name: "a version in brackets", text: "Windows (10.0.19041.1234)" },
      { name: "a UUID", text: "550e8400-e29b-41d4-a716-446655440000" },
      { name: "a UUID after a number", text: "138 55012840-e29b-41d4-a716-446655440000" },
      { name: "a date between two numbers", text: "12345 2026-11-24 67890" },
      { name: "a counted list", text: "1 2 3 4 5 6 7 8 9 10 11" },
      { name: "lottery numbers", text: "05 12 23 31 44 07" },
      { name: "a card", text: "6222 0212 3456 7890" },
      { name: "a long number", text: "12345678901234567890" },
      { name: "seven digits", text: "555-0199, order 1234567" },
      { name: "a score", text: "3:2, 21-19, 15-21" },
      { name: "Han numerals", text: "一三八零零一三八零零零" },
      { name: "Arabic", text: "سنة ٢٠٢٦، الفصل ١٢" },
      { name: "nine digits", text: "212555012" },
      { name: "sixteen digits", text: "1234567890123456" },
      { name: "sixteen digits after a plus", text: "+1234567890123456" },
      { name: "seven groups", text: "86 1 38 0 013 80 00" },
      { name: "five pairs that do not begin with 0", text: "16 12 34 56 78" },
      { name: "a range by a slash", text: "10000/20000" },
      { name: "seven digits after a plus", text: "+1234567" },
    ],
    "does not find one in $name",
    ({ text }) => {
      expect(measureText(hasPhoneNumber, text)).toBe(false);
    },
  );
});
