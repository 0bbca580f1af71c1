/**
 * What stage `local` needs of osls. It has its policies in this machine's files: deployed, it would find none there
 * and let everything pass. And they are found from the project's folder, which serverless-esbuild leaves for its
 * build before it invokes a function.
 */
module.exports = class Local {
  constructor(serverless) {
    const projectDir = process.cwd();
    this.hooks = {
      "before:package:cleanup": () => {
        throw new serverless.classes.Error(
          "Stage `local` runs on this machine only. Name the stage to deploy, e.g. --stage dev",
        );
      },
      "before:invoke:local:invoke": () => process.chdir(projectDir),
    };
  }
};
