#!/usr/bin/env node
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { Purser } from '@purser/sdk';
import { purserServer } from './purser-server.js';

// `npx @purser/mcp`: PURSER_URL, PURSER_KEY, and perhaps PURSER_BUDGET. What it says lies on stdout, complaints on stderr.

try {
  const server = purserServer({ purser: new Purser(), budget: process.env.PURSER_BUDGET });
  await server.connect(new StdioServerTransport());
} catch (error) {
  process.stderr.write(`purser: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
