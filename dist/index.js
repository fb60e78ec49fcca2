/** Launcher of the GitHub Action (`using: node24`). */
const { runAction } = await import('./app.js');
// Explicitly: a service that was started may hold our pipes open.
process.exit(await runAction());
export {};
