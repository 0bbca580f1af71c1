/**
 * Bundles each function with esbuild as `custom.esbuild` says: the webhook's into `.esbuild` for this machine, and each
 * into a zip of one file for AWS. The zips have no dates, so that the same sources make the same bytes.
 */
const { mkdirSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { crc32, deflateRawSync } = require("node:zlib");
const { context } = require("esbuild");

const FOLDER = ".esbuild";
const DOS_EPOCH = 0x0021; // 1980-01-01, the first day that a zip can say
const FILE_MODE = 0o100644; // S_IFREG, readable by Lambda's user
const UTF8_NAMES = 0x0800;
const DEFLATE = 8;
const ZIP_VERSION = 20;
const MADE_ON_UNIX = (3 << 8) | ZIP_VERSION;

/** A zip of one file (PKWARE APPNOTE 4.3.6). */
function zipFile(name, content) {
  const path = Buffer.from(name);
  const packed = deflateRawSync(content, { level: 9 });
  const shared = Buffer.alloc(26); // shared by the local header and the central directory
  shared.writeUInt16LE(ZIP_VERSION, 0);
  shared.writeUInt16LE(UTF8_NAMES, 2);
  shared.writeUInt16LE(DEFLATE, 4);
  shared.writeUInt16LE(DOS_EPOCH, 8);
  shared.writeUInt32LE(crc32(content), 10);
  shared.writeUInt32LE(packed.length, 14);
  shared.writeUInt32LE(content.length, 18);
  shared.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), shared, path, packed]);
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(MADE_ON_UNIX);
  const rest = Buffer.alloc(14); // comment, disk, attributes, and the offset of the local header, which is 0
  rest.writeUInt32LE(FILE_MODE * 0x10000, 6);
  const central = Buffer.concat([Buffer.from("PK\x01\x02"), madeBy, shared, rest, path]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

module.exports = class Bundle {
  constructor(serverless, options) {
    const { service } = serverless;
    const prepare = async (name = "webhook") => {
      const handler = service.functions[name].handler.replace(/\.\w+$/, "");
      let text;
      const keep = {
        name: "keep",
        setup: ({ onEnd }) =>
          onEnd(async ({ errors, outputFiles }) => {
            const [file] = outputFiles ?? [];
            if (errors.length > 0 || file === undefined || file.text === text) return;
            const isUpdate = text !== undefined;
            text = file.text;
            mkdirSync(dirname(file.path), { recursive: true });
            writeFileSync(file.path, text);
            if (isUpdate) await serverless.pluginManager.spawn("offline:functionsUpdated");
          }),
      };
      const bundler = await context({
        ...service.custom.esbuild,
        entryPoints: [`${handler}.ts`],
        outdir: join(FOLDER, dirname(handler)),
        absWorkingDir: serverless.serviceDir,
        write: false,
        plugins: [keep],
      });
      await bundler.rebuild();
      return { bundler, name: `${handler}.js`, text };
    };
    const bundle = async (name) => {
      const { bundler, ...made } = await prepare(name);
      await bundler.dispose();
      return made;
    };
    const zip = async () => {
      for (const [key, definition] of Object.entries(service.functions)) {
        const { name, text } = await bundle(key);
        const file = join(serverless.serviceDir, ".serverless", `${service.service}-${key}.zip`);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, zipFile(name, Buffer.from(text)));
        definition.package = { ...definition.package, individually: true, artifact: file };
      }
    };
    const serve = async () => {
      const { bundler } = await prepare();
      await bundler.watch();
      service.custom["serverless-offline"] = { ...service.custom["serverless-offline"], location: FOLDER };
    };
    this.hooks = {
      "before:package:createDeploymentArtifacts": zip,
      "before:deploy:function:packageFunction": zip,
      "before:offline:start:init": serve,
      "before:offline:start": serve,
      "before:invoke:local:invoke": async () => {
        await bundle();
        options.extraServicePath = FOLDER;
      },
    };
  }
};
