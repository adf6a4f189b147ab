import { Module } from '@nestjs/common';
import { Database } from '../database/database.js';
import { FigureGauges } from './figures.js';

/** What can be seen of budgets from outside, for those who watch the service. */
@Module({
  providers: [
    {
      provide: FigureGauges,
      inject: [Database],
      useFactory: (database: Database) => new FigureGauges(database.read),
    },
  ],
  exports: [FigureGauges],
})
export class WatchModule {}
