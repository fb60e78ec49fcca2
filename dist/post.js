/** Launcher of the action's step after the job. A file of its own: main is never started a second time by mistake. */
const { runPost } = await import('./app.js');
process.exit(await runPost());
export {};
