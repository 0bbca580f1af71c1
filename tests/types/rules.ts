/** This code is not executed: it must not compile where it says so, and must elsewhere. */

import type { Command, RuleFor } from "../../lib/commands/define-command.ts";
import afterCreateGroup from "../../lib/commands/group/after-create-group.ts";
import createGroup from "../../lib/commands/group/before-create-group.ts";
import invite from "../../lib/commands/group/before-invite-join-group.ts";
import sendMessage from "../../lib/commands/group/before-send-msg.ts";
import addSubscriber from "../../lib/commands/official-account/before-add-subscriber.ts";
import createChannel from "../../lib/commands/official-account/before-create-official-account.ts";
import addFriend from "../../lib/commands/sns/prev-friend-add.ts";

/** As fixtures take rules. */
declare function rule<C extends Command, const N extends number = never, const When extends string = never>(
  command: C,
  rule: RuleFor<C, N, When>,
): void;

// Codes are the command's own.
rule(createGroup, { id: "r", deny: {} });
rule(createGroup, { id: "r", deny: { code: 1 } });
rule(createGroup, { id: "r", deny: { code: 10100, message: "No." } });
rule(createGroup, { id: "r", deny: { code: 10200 } });
rule(createChannel, { id: "r", deny: { code: 120001 } });
rule(createChannel, { id: "r", deny: { code: 130000 } });
rule(addFriend, { id: "r", deny: { code: 38000 } });
rule(addSubscriber, { id: "r", deny: { code: 1 } });
// @ts-expect-error: above the range
rule(createGroup, { id: "r", deny: { code: 10201 } });
// @ts-expect-error: below the range
rule(createGroup, { id: "r", deny: { code: 10099 } });
// @ts-expect-error: shorter, though its digits compare well
rule(createGroup, { id: "r", deny: { code: 1015 } });
// @ts-expect-error: an allowance
rule(createGroup, { id: "r", deny: { code: 0 } });
// @ts-expect-error: a silent discard, which is an action of its own
rule(sendMessage, { id: "r", deny: { code: 2 } });
// @ts-expect-error: a group's
rule(createChannel, { id: "r", deny: { code: 10101 } });
// @ts-expect-error: a channel's
rule(createGroup, { id: "r", deny: { code: 120001 } });
// @ts-expect-error: a friend request is refused by 38000, not by 1
rule(addFriend, { id: "r", deny: { code: 1 } });
// @ts-expect-error: no code of one's own
rule(addSubscriber, { id: "r", deny: { code: 10100 } });

// Actions are the reply's own.
rule(afterCreateGroup, { id: "r", observe: {} });
rule(sendMessage, { id: "r", drop: {} });
rule(sendMessage, { id: "r", mask: { list: "bad", with: "*" } });
// @ts-expect-error: it has happened
rule(afterCreateGroup, { id: "r", deny: {} });
// @ts-expect-error: it has happened
rule(afterCreateGroup, { id: "r", drop: {} });
// @ts-expect-error: a group is created or not
rule(createGroup, { id: "r", drop: {} });
// @ts-expect-error: there is no message
rule(createGroup, { id: "r", mask: { list: "bad", with: "*" } });
// @ts-expect-error: an invitation cannot be dropped
rule(invite, { id: "r", drop: {} });

// Rules speak of `target` where a command has some.
rule(invite, { id: "r", when: "target in lists.barred", deny: {} });
rule(addFriend, { id: "r", when: 'target == "u"', deny: {} });
// @ts-expect-error: nobody is invited
rule(createGroup, { id: "r", when: "target in lists.barred", deny: {} });
// @ts-expect-error: likewise
rule(sendMessage, { id: "r", when: 'target == "u"', deny: {} });

// An exemption says why.
rule(createGroup, { id: "r", unless: [{ account: ["u"], reason: "Runs it" }], deny: {} });
// @ts-expect-error: why?
rule(createGroup, { id: "r", unless: [{ account: ["u"] }], deny: {} });
// @ts-expect-error: a mode that is none
rule(createGroup, { id: "r", mode: "dry", deny: {} });
