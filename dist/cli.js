#!/usr/bin/env node
/** Launcher of the command line. Plain enough for any Node to say that it is too old. */
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
    console.error(`jampy-promote needs Node.js 24 or newer; this is ${process.version}.`);
    process.exit(2);
}
const { runCli } = await import('./app.js');
process.exit(await runCli(process.argv.slice(2)));
export {};
