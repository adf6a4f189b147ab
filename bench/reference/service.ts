// The service as `npm start` runs it, with two routes more: what the bench compares with must be the same application
// in the same process, and must not exist in production.
import { AppModule } from '../../src/app.module.js';
import { CompareAndSwapController } from './compare-and-swap.controller.js';
import { ReferenceController } from './reference.controller.js';

const production = AppModule.with.bind(AppModule);

AppModule.with = (parts) => {
  const module = production(parts);
  const controllers = [...(module.controllers ?? []), ReferenceController, CompareAndSwapController];
  return { ...module, controllers };
};

await import('../../src/main.js');
