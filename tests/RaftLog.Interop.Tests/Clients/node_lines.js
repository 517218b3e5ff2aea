// Lines in and out, for the clients that run on Node.
'use strict';
const { once } = require('node:events');
const readline = require('node:readline');

// The lines that are there, as often as some are.
async function* stdinBatches() {
  let waiting = [];
  let ended = false;
  let wake = () => {};
  const lines = readline.createInterface({ input: process.stdin });
  lines.on('line', (line) => { waiting.push(line); wake(); });
  lines.on('close', () => { ended = true; wake(); });
  while (!ended || waiting.length > 0) {
    if (waiting.length === 0) {
      await new Promise((resolve) => { wake = resolve; });
      continue;
    }
    const batch = waiting;
    waiting = [];
    yield batch;
  }
}

async function stdinClosed() {
  process.stdin.resume();
  await once(process.stdin, 'end');
}

const say = (...fields) => console.log(fields.join('\t'));

module.exports = { stdinBatches, stdinClosed, say };
