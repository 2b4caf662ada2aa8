// A language server as a child process: JSON-RPC over its standard input and output. Knows nothing of VS Code.

'use strict';

const { spawn } = require('node:child_process');

/** One running server. */
class Server {
  /**
   * @param {string} command the program
   * @param {string[]} args its arguments
   * @param {{ notified: (method: string, params: any) => void, ended: (reason: Error) => void,
   *           said: (text: string) => void }} host what to tell about it; `ended` is called once
   */
  constructor(command, args, host) {
    this.host = host;
    this.pending = new Map();
    this.lastId = 0;
    this.received = Buffer.alloc(0);
    this.alive = true;
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.on('error', (error) => this.end(error));
    this.child.on('exit', (code, signal) => this.end(new Error(`it ended with ${signal ?? code}`)));
    this.child.stdin.on('error', (error) => this.end(error));
    this.child.stdout.on('data', (data) => this.receive(data));
    this.child.stderr.on('data', (data) => host.said(String(data)));
  }

  /** Sends a request; resolves to its result. `token` is a cancellation token of VS Code, or nothing. */
  request(method, params, token) {
    if (!this.alive) return Promise.reject(new Error('the language server is not running'));
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      token?.onCancellationRequested(() => this.notify('$/cancelRequest', { id }));
      this.send({ jsonrpc: '2.0', id, method, params });
    });
  }

  /** Sends a notification. */
  notify(method, params) {
    if (this.alive) this.send({ jsonrpc: '2.0', method, params });
  }

  /** Says goodbye; the process ends by itself, or is ended after two seconds. */
  async stop() {
    if (!this.alive) return;
    this.host.ended = () => {};
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    const timer = setTimeout(() => this.child.kill(), 2000);
    this.request('shutdown', null).then(() => this.notify('exit', null), () => this.child.kill());
    await ended;
    clearTimeout(timer);
  }

  send(message) {
    const body = Buffer.from(JSON.stringify(message), 'utf8');
    this.child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.child.stdin.write(body);
  }

  receive(data) {
    this.received = Buffer.concat([this.received, data]);
    for (;;) {
      const end = this.received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = /content-length: *(\d+)/i.exec(this.received.toString('ascii', 0, end));
      if (!length) return this.end(new Error('it sent a message without a length'));
      const start = end + 4;
      const stop = start + Number(length[1]);
      if (this.received.length < stop) return;
      const body = this.received.toString('utf8', start, stop);
      this.received = this.received.subarray(stop);
      this.handle(JSON.parse(body));
    }
  }

  handle(message) {
    if (message.method === undefined) {
      const waiting = this.pending.get(message.id);
      this.pending.delete(message.id);
      if (message.error) waiting?.reject(new Error(message.error.message));
      else waiting?.resolve(message.result);
    } else if (message.id === undefined) {
      this.host.notified(message.method, message.params);
    } else {
      const error = { code: -32601, message: `${message.method} is not supported` };
      this.send({ jsonrpc: '2.0', id: message.id, error });
    }
  }

  end(reason) {
    if (!this.alive) return;
    this.alive = false;
    for (const { reject } of this.pending.values()) reject(reason);
    this.pending.clear();
    this.host.ended(reason);
  }
}

module.exports = { Server };
