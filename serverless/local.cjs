/**
 * What stage `local` needs of osls. It has its policies in this machine's files: deployed, it would find none there
 * and let everything pass.
 */
module.exports = class Local {
  constructor(serverless) {
    // `npm run dev` may be killed before it can pass that on.
    process.on("disconnect", () => process.exit());
    process.channel?.unref();
    this.hooks = {
      "before:package:cleanup": () => {
        throw new serverless.classes.Error(
          "Stage `local` runs on this machine only. Name the stage to deploy, e.g. --stage dev",
        );
      },
    };
  }
};
