export interface paths {
    "/v1/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List budgets
         * @description A page has at most 1 MiB and may end before its limit: there are more as long as nextCursor is not null. What can be large is left out unless it is asked for with expand. Order: the newest first, by their ids, which are made when a request arrives. With `order=asc` the oldest first.
         */
        get: operations["listBudgets"];
        put?: never;
        /**
         * Create a root budget
         * @description Opens a tree: one currency, one scale, one time zone, and an allocation to spend.
         */
        post: operations["createBudget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/children": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a child budget
         * @description Gives part of a budget to a sub-agent: the guarantee is carved out at once, and what the child uses beyond it is drawn from the parent on demand, up to the ceiling. With `key`, the sub-agent gets a key of its own in the same step. With `ref`, a spawn that is repeated under another Idempotency-Key finds the child that it made.
         */
        post: operations["delegateBudget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a budget
         * @description With its balances, those above it, its envelopes and what they have counted in their current windows.
         */
        get: operations["getBudget"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the settings of a budget
         * @description Name, policy and labels; of a root also the dimensions of its tree; of a child also guarantee and ceiling, by those who reach its parent. A raised guarantee is drawn from the parent at once, a lowered one flows back.
         */
        patch: operations["updateBudget"];
        trace?: never;
    };
    "/v1/budgets/{id}/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a tree of budgets
         * @description Breadth first, the oldest children first, until the limit, or until the answer has 1 MiB. Policies and labels are left out unless they are asked for.
         */
        get: operations["getBudgetTree"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/fund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fund a root budget */
        post: operations["fundBudget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/defund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Defund a root budget
         * @description Only what is not used can be taken away: the problem names the amount that could be.
         */
        post: operations["defundBudget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/freeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Freeze a budget
         * @description Stops the whole subtree from reserving and delegating. Holds can still be committed or released. A frozen budget can be frozen again.
         */
        post: operations["freezeBudget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a frozen or paused budget
         * @description Resuming a paused budget needs a reason: a person has looked at what stopped it. A budget that was stopped from above is resumed from above.
         */
        post: operations["resumeBudget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a budget and its subtree
         * @description Final. Live reservations in the subtree are released, or are a reason to refuse; what was not spent goes back to the parent. A large subtree is stopped at once and settled in parts: the answer waits for the end of that for ten seconds.
         */
        post: operations["closeBudget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/envelopes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the fullest envelopes
         * @description Limits on open budgets that have counted something in their window of now, across all budgets that the caller reaches, one item for each counter. Looks at 20,000 budgets, 20,000 envelopes and 20,000 counters at most, those nearest to the top of a tree first, and at 2,000 counters of one envelope; `truncated` says whether there is more. Use changes while pages are read: what becomes fuller meanwhile can be in no page. Order: the fullest first; of those of the same share the oldest envelope, by its id, and then by the key.
         */
        get: operations["listFullestEnvelopes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/envelopes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add an envelope to a budget
         * @description It counts from now on: earlier spending is not in its windows. A relative limit follows the past.
         */
        post: operations["createEnvelope"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/envelopes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete an envelope
         * @description Answers the envelope as it was, with the new revision of the budget as ETag, so that the next change can follow without a read.
         */
        delete: operations["deleteEnvelope"];
        options?: never;
        head?: never;
        /**
         * Change an envelope
         * @description A lowered limit binds the next decision; what the current window has used stays used.
         */
        patch: operations["updateEnvelope"];
        trace?: never;
    };
    "/v1/envelopes/{id}/windows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what an envelope counted
         * @description In its last windows, up to the one under way.
         */
        get: operations["getEnvelopeWindows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/baseline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the baseline of a budget
         * @description What the budget used in complete windows of one kind, as of now, and its relative limits in force.
         */
        get: operations["getBaseline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List reservations
         * @description A page has at most 1 MiB and may end before its limit: there are more as long as nextCursor is not null. What can be large is left out unless it is asked for with expand. A page looks at 20,000 reservations at most: where little is found it can be empty, and there are more all the same. With `Accept: text/csv` or `application/x-ndjson` all items are sent, without `limit` and `cursor`; an answer whose connection breaks is not whole. Order: the newest first, by their ids, which are made when a request arrives. With `order=asc` the oldest first, with `orderBy=settledAt` by the time of settlement and then by id.
         */
        get: operations["listReservations"];
        put?: never;
        /**
         * Reserve money for a call
         * @description Passes if every rule from the budget to the root lets it. Above the limit of an `approve` envelope it waits, with its money set aside, until people agree: answered 202. A denial lists everything in the way, the largest amount that would pass now, and when the request as made would.
         */
        post: operations["createReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a reservation
         * @description With waitSeconds, a reservation that waits for approval is answered when it no longer waits, or when the time is up.
         */
        get: operations["getReservation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reserve and settle in bulk
         * @description Up to 1,000 commands, reservations, charges and all that settles them, each with its own idempotencyKey and its own result: what the single route would have answered. The request as a whole needs no Idempotency-Key, and a key may be retried here or there. The request needs the action `reserve`; each command needs the action of its single route as well.
         */
        post: operations["batchReservations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}/commit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Commit a cost
         * @description Settles with the real amount, out of the hold. What exceeds it is taken as `overage` says: `available` asks the limits, `overdraft` reports real cost, which is recorded whatever it passes as far as the key may do that (action `overdraft`). A commit after expiry, a release or a close takes its money again in the same way: work that was consumed is recorded.
         */
        post: operations["commitReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release a hold */
        post: operations["releaseReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Extend a hold
         * @description It is held for at least ttlSeconds from now; an extension never shortens it.
         */
        post: operations["extendReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}/settlement-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke the settlement token
         * @description Whoever has it settles nothing any more. What is held stays held: commit or release it. To repeat it is no error. A 404 as well where the reservation was made without a token.
         */
        delete: operations["revokeSettlementToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refund a cost
         * @description Into the windows that the reservation was charged to. `usage` says what of the reported usage came back, `externalId` how the one who pays back names the refund.
         */
        post: operations["refundReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/charges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record a cost that nobody reserved for
         * @description It has happened, and is recorded as a commit above its hold is: a reservation that holds nothing and is committed as it is made, so that it can be refunded and found like any other. Envelopes count it in the windows under way now, whenever it happened. What the key may not record above limits becomes a claim. A name of the vendor (`externalId`) is charged once in a tree.
         */
        post: operations["recordCharge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}/claim/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Settle a claim
         * @description Records the claimed cost, or a part of it, whatever limits it passes. Above limits it stops the budget, as a commit with overage overdraft does. The rest stays claimed.
         */
        post: operations["settleClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}/claim/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dismiss a claim
         * @description Drops a claim that was not a cost, or not one of this budget. Only a key that could settle all of it may dismiss it. The reason is kept in the journal.
         */
        post: operations["dismissClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}/dispute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dispute a payment
         * @description Says that something which was paid, or a part of it, should come back, and why. Nothing moves until a person decides. It can be opened once the reservation is settled, for as long as its price says (`disputableSeconds`), or for 30 days. `GET /v1/reservations?dispute=open` lists those that wait.
         */
        post: operations["openDispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}/dispute/uphold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Uphold a dispute
         * @description Gives back what is disputed, or a part of it, as a refund does: into the windows that the reservation was charged to. The answer says which dispute it is to, as it was seen (`openedAt` or `expectedVersion`). Never by who opened it, nor with a key that they issued.
         */
        post: operations["upholdDispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}/dispute/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a dispute
         * @description What was paid stays paid, and the reason is kept. The answer says which dispute it is to, as it was seen (`openedAt` or `expectedVersion`). Never by who opened it, nor with a key that they issued.
         */
        post: operations["rejectDispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}/dispute/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw a dispute
         * @description By the holder who opened it alone. It can be opened again within its time.
         */
        post: operations["withdrawDispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settlements/self": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what a token pays
         * @description What is held for you, and until when: look before you work. With a settlement token, and nothing else. It says nothing of the budget that pays.
         */
        get: operations["getSettlement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settlements/self/commit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take what was held
         * @description Settles with what the work did cost, at most what is held. With a settlement token, while the reservation is held. The journal names the token as who settled.
         */
        post: operations["commitSettlement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settlements/self/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give back what was held
         * @description With a settlement token, while the reservation is held: nothing of it will be taken.
         */
        post: operations["releaseSettlement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Extend all holds of a run
         * @description Each is held for at least ttlSeconds from now. What waits for approval keeps its deadline. A run may have many: one request is about at most `limit` of them, the oldest first, and counts as so many commands. Go on with `nextCursor` until it is null. Each is a command of its own, as if the single route had been sent it with the key `<Idempotency-Key>/<reservation id>`: a repeated request does nothing twice, and one key may serve for all parts. A run of which nothing is held, or that nobody has heard of, is answered with nothing done.
         */
        post: operations["extendRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release all holds of a run
         * @description Whether they are held or wait for approval. Those with `onExpiry` commit are refused (`reservation_state`): whoever knows that nobody can cash one releases it by itself. A run may have many: one request is about at most `limit` of them, the oldest first, and counts as so many commands. Go on with `nextCursor` until it is null. Each is a command of its own, as if the single route had been sent it with the key `<Idempotency-Key>/<reservation id>`: a repeated request does nothing twice, and one key may serve for all parts. A run of which nothing is held, or that nobody has heard of, is answered with nothing done.
         */
        post: operations["releaseRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List pending approvals
         * @description Reservations that the caller may still decide on. Labels are left out unless they are asked for with expand; `expand=envelopes` says which limit is meant and how much of it is used. Order: the earliest deadline first; of those with the same deadline the oldest, by their ids.
         */
        get: operations["listApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a reservation
         * @description Each holder counts once, and never the one who asked. The last approval that is needed is decided anew: if a rule is in the way by now it is denied, and the reservation goes on waiting. Otherwise the reservation is held for its ttlSeconds from then on.
         */
        post: operations["approveReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a reservation
         * @description One rejection is enough: the money goes back, and the reason is kept.
         */
        post: operations["rejectReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dry run of a reservation
         * @description Decides as a reservation of the caller would be decided now, and changes nothing: no hold, no journal entry, no count. A key that may not reserve gets `forbidden`, and the rules that would be in the way of a key that may.
         */
        post: operations["createDecision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the prices of a budget
         * @description Those that were set on it, not those that it takes from above or from the catalogue.
         */
        get: operations["listPrices"];
        /**
         * Set a price
         * @description What an item costs, for the budget and everything under it; the nearest price wins. A price never changes: this one takes the place of the one before. What was reserved earlier is paid by the price that it was reserved under.
         */
        put: operations["setPrice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find the price of an item
         * @description The one in force for a budget now: the nearest that was set on the way to its root or else, in a tree in USD, that of the catalogue of hosted models.
         */
        get: operations["findPrice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a price */
        get: operations["getPrice"];
        put?: never;
        post?: never;
        /**
         * Withdraw a price
         * @description It holds for nothing new. What was reserved under it is paid by it all the same.
         */
        delete: operations["withdrawPrice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/estimates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Estimate what calls would cost
         * @description Prices each candidate by the price in force for the budget, and says which of them a reservation of the caller would pass for now: the cheapest first. Of one that does not pass it says the largest usage that would. Nothing is held and nothing is journaled.
         */
        post: operations["createEstimate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List journal entries
         * @description One for each decision that touched the budget, denials included; entry n made version n. Order: as they were written, by version; with `order=desc` from the newest back.
         */
        get: operations["listEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/entries/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a journal entry
         * @description The entry that made a version of the budget. With `expand=path` it comes with what was decided on: the settings, balances and envelopes of each budget up to the root, as they were then and not as they are now. What cannot be seen any more is null.
         */
        get: operations["getEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read past balances
         * @description The balances after the newest entry at or before the moment. At a time before the first entry they are zero, at version 0, so that months can be compared whenever the budget began. A version that the budget does not have is a 404.
         */
        get: operations["getBalance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verify the journal of a budget
         * @description Recomputes the chain of hashes and the balances from the entries, and compares them with the budget. With one key one journal is checked at a time, and two in each process; a check ends when its caller hangs up.
         */
        get: operations["verifyBudget"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search journal entries
         * @description What was decided in a subtree, or without a budget in all that the caller reaches. The pages of one search show what had been committed when it began: what is decided meanwhile is in the next search, or comes with the events. A page has at most 1 MiB and may end before its limit: there are more as long as nextCursor is not null. What can be large is left out unless it is asked for with expand. A page looks at 20,000 entries at most: where little is found it can be empty, and there are more all the same. With `Accept: text/csv` or `application/x-ndjson` all items are sent, without `limit` and `cursor`; an answer whose connection breaks is not whole. Order: the oldest first, by their time; those of the same time by the id of their budget, and by version. Without a budget, for callers who reach all trees, as they were recorded. With `order=desc` from the newest back.
         */
        get: operations["searchEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/spend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sum up spend
         * @description What a budget and all that lies under it spent, by up to three groups, in a time. The sums follow decisions within a second; while they are made anew from the journal the answer is a 503. With `Accept: text/csv` or `application/x-ndjson` all items are sent, without `limit` and `cursor`; an answer whose connection breaks is not whole.
         */
        get: operations["getSpend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/statements/{month}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the statement of a month
         * @description What the journals of a budget and of all that lies under it recorded in a month, in the time zone of the tree: by vendor, category and item, with quantities, tiers, base fees and refunds. Once the month has closed, it is the same for ever; what is corrected later is in the statement of its own month. With `Accept: text/csv` or `application/x-ndjson` all items are sent, without `limit` and `cursor`; an answer whose connection breaks is not whole.
         */
        get: operations["getStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream events
         * @description Server-sent events in the order in which they were committed, each an Event as JSON, of all that the caller can see unless a budget is named. Without Last-Event-ID or `from` they begin now; with it no event is lost or sent twice, whichever replica answers. An id without data says at once where the stream begins, and after each 15 seconds without an event how far it has come. A comment comes where it has not moved. A reader that stops reading is cut off.
         */
        get: operations["followEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks
         * @description Order: the newest first, by their ids, which are made when a request arrives.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description From now on the events of a budget and of everything under it (or of all trees, for those who are bound to no budget and name none) are sent: at least once, and in order for each budget. Of kind `http`, to the URL as Standard Webhooks: the answer has the secret that signs them. Of the other kinds, as messages that people read.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a webhook */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook
         * @description With its deliveries: what is pending is not sent any more.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /** Change, pause or resume a webhook */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/v1/webhooks/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the secret of a webhook
         * @description Of kind `http`. Deliveries are signed with the new secret and, until previousSecretUntil, with the one before it as well.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a ping
         * @description Makes one attempt to deliver an event of the type webhook.ping. Its result is in the deliveries.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries
         * @description Those that are made or parked are kept for 30 days. Order: the newest first, by their ids, which are made when a request arrives.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Redeliver an event
         * @description Sends the same event under the same id, outside of the order of its budget. A pending delivery is not changed.
         */
        post: operations["redeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries/{deliveryId}/park": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Park a delivery
         * @description Gives up a pending delivery, so that the next event of its budget is sent. It can be redelivered later. A delivered or parked delivery is not changed.
         */
        post: operations["parkDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/meters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the meters of a tree
         * @description With how far they have come, and what is in their way.
         */
        get: operations["getMeters"];
        /**
         * Set the meters of a tree
         * @description From now on what the tree spends and uses is sent to Stripe as meter events, each once. Meters that were set before are replaced, and go on where they were.
         */
        put: operations["setMeters"];
        post?: never;
        /**
         * Delete the meters of a tree
         * @description With their events: what is pending or parked is not sent any more, and the key is forgotten.
         */
        delete: operations["deleteMeters"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/meters/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List meter events
         * @description Those that were sent or left out are kept for 30 days, parked ones for 90. Order: the newest first, by their ids, which are made when a request arrives.
         */
        get: operations["listMeterEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/meters/events/{eventId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a parked meter event
         * @description Sends it again under the same identifier.
         */
        post: operations["retryMeterEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/meters/events/{eventId}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Skip a parked meter event
         * @description Leaves it out for good: it was billed otherwise, or is not to be billed.
         */
        post: operations["skipMeterEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/principal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the caller */
        get: operations["getPrincipal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the keys of a budget
         * @description Order: the newest first, by their ids, which are made when a request arrives.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Issue a key
         * @description For the budget and everything under it. The secret is shown once; only its hash is kept. Who chooses it and sends `secretHash` loses nothing with a lost answer. It can do no more, and no longer, than the key that issues it.
         */
        post: operations["issueKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{id}/keys/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke all keys of a budget
         * @description With `subtree`, those of its descendants too; with `issued`, all that came of them. A key that may do more than the one that is used is not revoked by it: 403. More than 10,000 end in parts, for up to ten seconds; then `keysRemain` asks for the same request again. Binds on every replica within a second.
         */
        post: operations["revokeKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a key */
        get: operations["getKey"];
        put?: never;
        post?: never;
        /**
         * Revoke a key
         * @description With `issued`, all that came of it too, in parts where these are more than 10,000. Binds on every replica within a second. Revoking it again is no error.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate a key
         * @description With the same holder, name, role, scopes and end. The old one works on for `overlapSeconds`. The caller must be able to issue such a key, and gets its secret: the keys of operators and approvers are rotated by their holder, by who handed them out, and from the top of the tree above their budget.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the ways to sign in */
        get: operations["getSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List open sessions
         * @description Those of the caller; of everybody for those who may manage all trees. Order: the newest first, by their ids, which are made when a request arrives.
         */
        get: operations["listSessions"];
        put?: never;
        /**
         * Sign in with a key
         * @description For browsers: the answer sets a cookie that no script reads, and what is asked with it is asked by the holder of the key. The session ends with the key. One that the browser had before is over. Programs send the key instead.
         */
        post: operations["openSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/self": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the session */
        get: operations["getSession"];
        put?: never;
        post?: never;
        /**
         * Sign out
         * @description The session is over in all processes, and the cookie is taken back.
         */
        delete: operations["closeSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a session
         * @description One of the caller; of anybody for those who may manage all trees. It is over in all processes, and its streams of events end within a second.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    event: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An event, sent to a webhook
         * @description Sent as Standard Webhooks says. Answer 2xx within ten seconds. After any other answer, a redirect included, the delivery is retried for a day.
         */
        post: operations["receiveEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Balances: {
            /**
             * @description What the budget was given.
             * @example 100
             */
            allocated: string;
            /**
             * @description Set aside for calls that are under way.
             * @example 1.5
             */
            reserved: string;
            /**
             * @description Given on to children.
             * @example 40
             */
            delegated: string;
            /**
             * @description Paid.
             * @example 12.25
             */
            spent: string;
            /**
             * @description Paid beyond what was allocated.
             * @example 0
             */
            overdraft: string;
            /** @example 46.25 */
            available: string;
        };
        NameRule: {
            /**
             * @description Only these pass, and a reservation has to name one.
             * @example [
             *       "openai",
             *       "anthropic"
             *     ]
             */
            allow?: string[];
            /**
             * @description These never pass, even if they are allowed.
             * @example [
             *       "example.com"
             *     ]
             */
            deny?: string[];
        };
        Policy: {
            vendors?: components["schemas"]["NameRule"];
            categories?: components["schemas"]["NameRule"];
        };
        Match: {
            /**
             * @example [
             *       "openai",
             *       "anthropic"
             *     ]
             */
            vendors: string[] | null;
            /** @example null */
            categories: string[] | null;
            /** @description Present where only these items count. */
            items?: string[];
            /**
             * @description Present where only new vendors count.
             * @enum {boolean}
             */
            newVendors?: true;
        };
        ApprovalRule: {
            /** @example 2 */
            approvals: number;
            /** @example 900 */
            withinSeconds: number;
            /**
             * @description The holders who may decide; null for anybody but the one who asked.
             * @example [
             *       "user:ann",
             *       "user:bob"
             *     ]
             */
            approvers: string[] | null;
        };
        Relative: {
            /**
             * @description How many times the average; at most two decimals.
             * @example 5
             */
            times: number;
            /**
             * @example average
             * @enum {string}
             */
            of: "average";
            /**
             * @description How far back it looks: at least 3 for the window day, 15 for week, 63 for month, to hold a whole one.
             * @example 30
             */
            windowDays: number;
            /**
             * @description The limit is never below, and is this where there is no past.
             * @example 10
             */
            atLeast: string;
            /**
             * @description The limit is never above: an average that somebody raises slowly ends here.
             * @example 500
             */
            atMost: string | null;
        };
        Baseline: {
            /**
             * Format: date-time
             * @description When it was looked at.
             * @example 2026-11-21T09:00:00.214Z
             */
            at: string;
            /**
             * @description `total / windows`, rounded down.
             * @example 4.8
             */
            average: string;
            /**
             * Format: date-time
             * @example 2026-10-22T10:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description Exclusive: the start of the window that was under way.
             * @example 2026-11-21T09:00:00.000Z
             */
            to: string;
            /** @example 201.6 */
            total: string;
            /**
             * @description Windows in which anything was used; with `transaction` the reservations.
             * @example 42
             */
            windows: number;
        };
        Envelope: {
            /** @example env_01k9v3nq3w4x5y6z7a8b9c0d1e */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description Only where it is so: made by somebody who reaches above the budget, and theirs to change.
             * @enum {boolean}
             */
            fromAbove?: true;
            /** @example daily cap */
            name: string | null;
            /**
             * @example day
             * @enum {string}
             */
            window: "transaction" | "minute" | "hour" | "day" | "week" | "month" | "lifetime";
            /**
             * @description Null: the tree's.
             * @example null
             */
            timezone: string | null;
            /**
             * @example amount
             * @enum {string}
             */
            metric: "amount" | "count" | "denials";
            /**
             * @description The one in force: decimal text, or a whole number as text for the metrics count and denials.
             * @example 25
             */
            limit: string;
            match: components["schemas"]["Match"];
            /**
             * @example vendor
             * @enum {string|null}
             */
            per: "vendor" | "category" | "run" | "request" | null;
            /**
             * @example subtree
             * @enum {string}
             */
            scope: "subtree" | "self";
            /**
             * @example deny
             * @enum {string}
             */
            onExceed: "deny" | "approve" | "pause" | "notify";
            /** @description With onExceed `approve`: who is asked. */
            approve?: components["schemas"]["ApprovalRule"];
            /** @description Of a limit that follows the past. */
            relative?: components["schemas"]["Relative"];
            /** @description With `relative`: the past that the limit in force was worked out from; null if there was none. */
            baseline?: components["schemas"]["Baseline"] | null;
        };
        NewBudget: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            id: string;
            /**
             * @description The id of the root.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string;
            /**
             * @description Null for a root.
             * @example null
             */
            parentId: string | null;
            /**
             * @description What its maker calls it among the open children of its parent; null where it has none.
             * @example null
             */
            ref: string | null;
            /**
             * @description How many ancestors it has.
             * @example 0
             */
            depth: number;
            /** @example USD */
            currency: string;
            /**
             * @description Decimals of the smallest unit.
             * @example 6
             */
            scale: number;
            /** @example UTC */
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description Counts the journal entries of the budget.
             * @example 12
             */
            version: number;
            balances: components["schemas"]["Balances"];
            /** @example research team */
            name: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "frozen" | "paused" | "closing" | "closed";
            /**
             * Format: date-time
             * @description Of a budget that was paused by a cost above limits: when it goes on by itself. Null where a person has to resume it.
             * @example null
             */
            pausedUntil: string | null;
            /**
             * @description What it is sure to have; of a root the allocation.
             * @example 100
             */
            guarantee: string;
            /**
             * @description What it may have at most; of a root the allocation.
             * @example 100
             */
            ceiling: string;
            policy: components["schemas"]["Policy"] | null;
            /** @description Of a child with a policy: whether it was set by somebody who reaches above it, and is theirs to change. */
            policyFromAbove?: boolean;
            /**
             * @description Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that they gave. They resume it.
             * @enum {boolean}
             */
            stoppedFromAbove?: true;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Only of a root that has some: the labels that spend of its tree is kept by.
             * @example [
             *       "team",
             *       "customer"
             *     ]
             */
            dimensions?: string[];
            /**
             * @description Counts changes to the settings: the ETag.
             * @example 1
             */
            revision: number;
            envelopes: components["schemas"]["Envelope"][];
        };
        RelativeBody: {
            /**
             * @description How many times the average; at most two decimals.
             * @example 5
             */
            times: number;
            /**
             * @description Over the complete windows in which anything was used; with `transaction` over reservations. Left out: `average`.
             * @enum {string}
             */
            of?: "average";
            /**
             * @description How far back it looks: at least 3 for the window day, 15 for week, 63 for month, to hold a whole one.
             * @example 30
             */
            windowDays: number;
            /**
             * @description The limit is never below, and is this where there is no past.
             * @example 10
             */
            atLeast: string;
            /**
             * @description The limit is never above: an average that somebody raises slowly ends here.
             * @example 500
             */
            atMost?: string | null;
        };
        MatchBody: {
            /**
             * @description Only reservations for one of these vendors count.
             * @example [
             *       "openai",
             *       "anthropic"
             *     ]
             */
            vendors?: string[] | null;
            /**
             * @description Only reservations of one of these categories count.
             * @example [
             *       "llm"
             *     ]
             */
            categories?: string[] | null;
            /**
             * @description Only reservations of one of these items count: of these models, tools or actions.
             * @example [
             *       "gpt-4o"
             *     ]
             */
            items?: string[] | null;
            /**
             * @description Only reservations for vendors who were never paid here, and for nobody in particular. With the window transaction.
             * @example false
             */
            newVendors?: boolean;
        };
        ApprovalRuleBody: {
            /**
             * @description How many people have to agree.
             * @example 2
             */
            approvals: number;
            /**
             * @description How long they have; then the money goes back.
             * @example 900
             */
            withinSeconds: number;
            /**
             * @description The holders who may decide, as `id` of `GET /v1/principal` names them: at least `approvals`. Left out: anybody but the one who asks.
             * @example [
             *       "user:ann",
             *       "user:bob"
             *     ]
             */
            approvers?: string[] | null;
        };
        EnvelopeBody: {
            /**
             * @description For people.
             * @example daily cap
             */
            name?: string | null;
            /**
             * @description `transaction` looks at one reservation; the others are calendar windows in the time zone.
             * @example day
             * @enum {string}
             */
            window: "transaction" | "minute" | "hour" | "day" | "week" | "month" | "lifetime";
            /**
             * @description Overrides the tree's time zone.
             * @example Europe/Berlin
             */
            timezone?: string | null;
            /**
             * @description Money, the number of reservations, or the number of requests for one that were denied. Left out: `amount`.
             * @enum {string}
             */
            metric?: "amount" | "count" | "denials";
            /**
             * @description Decimal string for the metric amount, whole number as a string for the others. Required without `relative`.
             * @example 100
             */
            limit?: string;
            /** @description Instead of `limit`: one that follows what the budget used to spend. Not with the window lifetime, nor with `per`. */
            relative?: components["schemas"]["RelativeBody"];
            /** @description What counts; everything if left out. */
            match?: components["schemas"]["MatchBody"] | null;
            /**
             * @description A separate counter for each vendor, category or run. With the metric denials also `request`: the same budget, amount, vendor and category.
             * @example vendor
             * @enum {string|null}
             */
            per?: "vendor" | "category" | "run" | "request" | null;
            /**
             * @description `self` does not count what descendants spend. Left out: `subtree`.
             * @enum {string}
             */
            scope?: "subtree" | "self";
            /**
             * @description `approve` lets it wait until people agree; `pause` denies it and stops the budget; `notify` lets it pass and says so. Left out: `deny`.
             * @enum {string}
             */
            onExceed?: "deny" | "approve" | "pause" | "notify";
            /** @description With onExceed `approve`, and only then: who is asked. */
            approve?: components["schemas"]["ApprovalRuleBody"] | null;
        };
        CreateBudgetBody: {
            /** @example research team */
            name: string;
            /** @description Limits that hold from the beginning. */
            envelopes?: components["schemas"]["EnvelopeBody"][];
            policy?: components["schemas"]["Policy"] | null;
            /**
             * @description Labels that travel with the budget and can be listed by.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description A code of your choice, such as USD or TOKENS.
             * @example USD
             */
            currency: string;
            /** @description Decimals of the smallest unit; fixed for ever. Left out: `6`. */
            scale?: number;
            /**
             * @description What the tree may spend.
             * @example 100
             */
            allocation: string;
            /**
             * @description In which calendar windows turn. Left out: `UTC`.
             * @example Europe/Berlin
             */
            timezone?: string;
            /**
             * @description Labels that spend of the tree is kept by, such as team or customer: of budgets for all under them, and of reservations, which come first.
             * @example [
             *       "team",
             *       "customer"
             *     ]
             */
            dimensions?: string[] | null;
        };
        WrittenNewBudget: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            id: string;
            /**
             * @description The id of the root.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string;
            /**
             * @description Null for a root.
             * @example null
             */
            parentId: string | null;
            /**
             * @description What its maker calls it among the open children of its parent; null where it has none.
             * @example null
             */
            ref: string | null;
            /**
             * @description How many ancestors it has.
             * @example 0
             */
            depth: number;
            /** @example USD */
            currency: string;
            /**
             * @description Decimals of the smallest unit.
             * @example 6
             */
            scale: number;
            /** @example UTC */
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description Counts the journal entries of the budget.
             * @example 12
             */
            version: number;
            balances: components["schemas"]["Balances"];
            /** @example research team */
            name: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "frozen" | "paused" | "closing" | "closed";
            /**
             * Format: date-time
             * @description Of a budget that was paused by a cost above limits: when it goes on by itself. Null where a person has to resume it.
             * @example null
             */
            pausedUntil: string | null;
            /**
             * @description What it is sure to have; of a root the allocation.
             * @example 100
             */
            guarantee: string;
            /**
             * @description What it may have at most; of a root the allocation.
             * @example 100
             */
            ceiling: string;
            policy: components["schemas"]["Policy"] | null;
            /** @description Of a child with a policy: whether it was set by somebody who reaches above it, and is theirs to change. */
            policyFromAbove?: boolean;
            /**
             * @description Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that they gave. They resume it.
             * @enum {boolean}
             */
            stoppedFromAbove?: true;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Only of a root that has some: the labels that spend of its tree is kept by.
             * @example [
             *       "team",
             *       "customer"
             *     ]
             */
            dimensions?: string[];
            /**
             * @description Counts changes to the settings: the ETag.
             * @example 1
             */
            revision: number;
            envelopes: components["schemas"]["Envelope"][];
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["NewBudget"];
            };
        };
        Scopes: {
            actions: ("read" | "reserve" | "charge" | "overdraft" | "refund" | "delegate" | "approve" | "stop" | "manage")[] | null;
            /**
             * @example [
             *       "openai"
             *     ]
             */
            vendors: string[] | null;
            /**
             * @example [
             *       "tokens"
             *     ]
             */
            categories: string[] | null;
            /**
             * @description Absent in entries that are older than this scope.
             * @example [
             *       "run-17"
             *     ]
             */
            runs?: string[] | null;
            /** @example 5 */
            largestAmount: string | null;
            /** @example 1 */
            largestOverdraft: string | null;
        };
        NewKey: {
            /** @example key_01k9v3s5d6e7f8g9h0j1k2m3n4 */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example research agent */
            name: string;
            /**
             * @example agent
             * @enum {string}
             */
            role: "operator" | "agent" | "approver" | "auditor";
            scopes: components["schemas"]["Scopes"];
            /** Format: date-time */
            expiresAt: string | null;
            /**
             * @description Who acts with it, as the journal names them: the id of the first key of its line, or who issued it for themselves.
             * @example key_01k9v3s5d6e7f8g9h0j1k2m3n4
             */
            holder: string;
            /**
             * @description The holders who handed it out, from the nearest up; the admin is not among them.
             * @example [
             *       "user:ada"
             *     ]
             */
            issuedBy: string[];
            /**
             * @description The key that it was issued with, or whose place it took.
             * @example null
             */
            madeFrom: string | null;
            /** @description Whether it can be used: a repeated request may find it revoked or expired. */
            works: boolean;
            /**
             * @description What the text of the key begins with. Its secret follows.
             * @example purser_agent_01k9v3s5d6e7f8g9h0j1k2m3n4_
             */
            prefix: string;
            /**
             * @description What to send as the bearer token. Shown only in the first answer: a repeated request gets null, since only a hash is kept. Null as well where you chose the secret: send `prefix` followed by that.
             * @example purser_agent_01k9v3s5d6e7f8g9h0j1k2m3n4_5n0f…
             */
            secret: string | null;
        };
        NewChild: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            id: string;
            /**
             * @description The id of the root.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string;
            /**
             * @description Null for a root.
             * @example null
             */
            parentId: string | null;
            /**
             * @description What its maker calls it among the open children of its parent; null where it has none.
             * @example null
             */
            ref: string | null;
            /**
             * @description How many ancestors it has.
             * @example 0
             */
            depth: number;
            /** @example USD */
            currency: string;
            /**
             * @description Decimals of the smallest unit.
             * @example 6
             */
            scale: number;
            /** @example UTC */
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description Counts the journal entries of the budget.
             * @example 12
             */
            version: number;
            balances: components["schemas"]["Balances"];
            /** @example research team */
            name: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "frozen" | "paused" | "closing" | "closed";
            /**
             * Format: date-time
             * @description Of a budget that was paused by a cost above limits: when it goes on by itself. Null where a person has to resume it.
             * @example null
             */
            pausedUntil: string | null;
            /**
             * @description What it is sure to have; of a root the allocation.
             * @example 100
             */
            guarantee: string;
            /**
             * @description What it may have at most; of a root the allocation.
             * @example 100
             */
            ceiling: string;
            policy: components["schemas"]["Policy"] | null;
            /** @description Of a child with a policy: whether it was set by somebody who reaches above it, and is theirs to change. */
            policyFromAbove?: boolean;
            /**
             * @description Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that they gave. They resume it.
             * @enum {boolean}
             */
            stoppedFromAbove?: true;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Only of a root that has some: the labels that spend of its tree is kept by.
             * @example [
             *       "team",
             *       "customer"
             *     ]
             */
            dimensions?: string[];
            /**
             * @description Counts changes to the settings: the ETag.
             * @example 1
             */
            revision: number;
            envelopes: components["schemas"]["Envelope"][];
            key?: components["schemas"]["NewKey"];
            /**
             * @description Present where the child of this `ref` was there already: it is answered as it is, whatever else was asked for, and no key was made. `key` is then the one that it was made with, without its secret.
             * @enum {boolean}
             */
            existed?: true;
        };
        ScopesBody: {
            /**
             * @description The only actions, of those that the role can be given. An agent has `overdraft` and `refund` only where they are named here.
             * @example [
             *       "read"
             *     ]
             */
            actions?: ("read" | "reserve" | "charge" | "overdraft" | "refund" | "delegate" | "approve" | "stop" | "manage")[] | null;
            /**
             * @description The only vendors that may be reserved for.
             * @example [
             *       "openai"
             *     ]
             */
            vendors?: string[] | null;
            /**
             * @description The only categories that may be reserved for.
             * @example [
             *       "tokens"
             *     ]
             */
            categories?: string[] | null;
            /**
             * @description The only runs that may be reserved for.
             * @example [
             *       "run-17"
             *     ]
             */
            runs?: string[] | null;
            /**
             * @description The largest amount of one reservation.
             * @example 5
             */
            largestAmount?: string | null;
            /**
             * @description With the action `overdraft`: how far one reservation may be settled above limits, and how far any limit may be passed by it in all. Left out: without bound.
             * @example 1
             */
            largestOverdraft?: string | null;
        };
        ChildKeyBody: {
            /**
             * @description The SHA-256 (hexadecimal) of a secret that you chose: 32 random bytes as base64url, which are 43 characters. The key is then `prefix` of the answer, followed by your secret, which is never sent but with it. A lost answer loses nothing so. Left out: the service makes the secret, and shows it once.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            secretHash?: string | null;
            /** @example research agent */
            name: string;
            /** @description Narrower than the role, and never wider than the key that issues it. */
            scopes?: components["schemas"]["ScopesBody"] | null;
            /**
             * Format: date-time
             * @description Until when it works; not longer than the key that issues it. Left out: as long as that one, or until it is revoked.
             * @example 2026-11-21T09:30:00Z
             */
            expiresAt?: string | null;
        };
        DelegateBody: {
            /** @example research team */
            name: string;
            /** @description Limits that hold from the beginning. */
            envelopes?: components["schemas"]["EnvelopeBody"][];
            policy?: components["schemas"]["Policy"] | null;
            /**
             * @description Labels that travel with the budget and can be listed by.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description What you call the child, such as the run and the role that it is for: among the open children of a budget no two have the same. Where one has it already, that one is answered, as it is, and nothing else is done.
             * @example run-17/coder
             */
            ref?: string | null;
            /**
             * @description Carved out of the parent at once; "0" for a child that draws all it needs.
             * @example 10
             */
            guarantee: string;
            /**
             * @description Up to which the child may draw more from its parent. Left out: the guarantee, a fixed carve-out.
             * @example 25
             */
            ceiling?: string | null;
            /** @description A key for the child, of role agent, issued with it: the answer has its secret, once. */
            key?: components["schemas"]["ChildKeyBody"] | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
        };
        WrittenNewChild: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            id: string;
            /**
             * @description The id of the root.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string;
            /**
             * @description Null for a root.
             * @example null
             */
            parentId: string | null;
            /**
             * @description What its maker calls it among the open children of its parent; null where it has none.
             * @example null
             */
            ref: string | null;
            /**
             * @description How many ancestors it has.
             * @example 0
             */
            depth: number;
            /** @example USD */
            currency: string;
            /**
             * @description Decimals of the smallest unit.
             * @example 6
             */
            scale: number;
            /** @example UTC */
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description Counts the journal entries of the budget.
             * @example 12
             */
            version: number;
            balances: components["schemas"]["Balances"];
            /** @example research team */
            name: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "frozen" | "paused" | "closing" | "closed";
            /**
             * Format: date-time
             * @description Of a budget that was paused by a cost above limits: when it goes on by itself. Null where a person has to resume it.
             * @example null
             */
            pausedUntil: string | null;
            /**
             * @description What it is sure to have; of a root the allocation.
             * @example 100
             */
            guarantee: string;
            /**
             * @description What it may have at most; of a root the allocation.
             * @example 100
             */
            ceiling: string;
            policy: components["schemas"]["Policy"] | null;
            /** @description Of a child with a policy: whether it was set by somebody who reaches above it, and is theirs to change. */
            policyFromAbove?: boolean;
            /**
             * @description Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that they gave. They resume it.
             * @enum {boolean}
             */
            stoppedFromAbove?: true;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Only of a root that has some: the labels that spend of its tree is kept by.
             * @example [
             *       "team",
             *       "customer"
             *     ]
             */
            dimensions?: string[];
            /**
             * @description Counts changes to the settings: the ETag.
             * @example 1
             */
            revision: number;
            envelopes: components["schemas"]["Envelope"][];
            key?: components["schemas"]["NewKey"];
            /**
             * @description Present where the child of this `ref` was there already: it is answered as it is, whatever else was asked for, and no key was made. `key` is then the one that it was made with, without its secret.
             * @enum {boolean}
             */
            existed?: true;
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["NewChild"];
            };
        };
        SubtreeSums: {
            /**
             * @description Paid, by the balances of this moment.
             * @example 52.25
             */
            spent: string;
            /**
             * @description Set aside now for calls that are under way.
             * @example 1.5
             */
            reserved: string;
            /**
             * @description Reservations of which something was paid, or that were committed at no cost; each once. A second old at most; null while spend is added up anew.
             * @example 42
             */
            calls: number | null;
            /**
             * @description Requests that were denied; as fresh as `calls`.
             * @example 3
             */
            denied: number | null;
        };
        Ancestor: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            id: string;
            /** @example research team */
            name: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "frozen" | "paused" | "closing" | "closed";
        };
        ListedBudget: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            id: string;
            /**
             * @description The id of the root.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string;
            /**
             * @description Null for a root.
             * @example null
             */
            parentId: string | null;
            /**
             * @description What its maker calls it among the open children of its parent; null where it has none.
             * @example null
             */
            ref: string | null;
            /**
             * @description How many ancestors it has.
             * @example 0
             */
            depth: number;
            /** @example USD */
            currency: string;
            /**
             * @description Decimals of the smallest unit.
             * @example 6
             */
            scale: number;
            /** @example UTC */
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description Counts the journal entries of the budget.
             * @example 12
             */
            version: number;
            balances: components["schemas"]["Balances"];
            /** @example research team */
            name: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "frozen" | "paused" | "closing" | "closed";
            /**
             * Format: date-time
             * @description Of a budget that was paused by a cost above limits: when it goes on by itself. Null where a person has to resume it.
             * @example null
             */
            pausedUntil: string | null;
            /**
             * @description What it is sure to have; of a root the allocation.
             * @example 100
             */
            guarantee: string;
            /**
             * @description What it may have at most; of a root the allocation.
             * @example 100
             */
            ceiling: string;
            /** @description Of a child with a policy: whether it was set by somebody who reaches above it, and is theirs to change. */
            policyFromAbove?: boolean;
            /**
             * @description Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that they gave. They resume it.
             * @enum {boolean}
             */
            stoppedFromAbove?: true;
            /**
             * @description Only of a root that has some: the labels that spend of its tree is kept by.
             * @example [
             *       "team",
             *       "customer"
             *     ]
             */
            dimensions?: string[];
            /**
             * @description Counts changes to the settings: the ETag.
             * @example 1
             */
            revision: number;
            /** @description With expand=policy. */
            policy?: components["schemas"]["Policy"] | null;
            /**
             * @description With expand=metadata.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /** @description With expand=subtree. The budget with all that lies under it, shown or not. */
            subtree?: components["schemas"]["SubtreeSums"];
            /**
             * @description With expand=subtree. How many children it has.
             * @example 2
             */
            childrenCount?: number;
            /**
             * @description With expand=subtree. How many of them are not closed.
             * @example 2
             */
            openChildrenCount?: number;
            /** @description With expand=ancestors. Those above it that the key reaches, from the top down to its parent. */
            ancestors?: components["schemas"]["Ancestor"][];
        };
        BudgetPage: {
            items: components["schemas"]["ListedBudget"][];
            /** @description Null on the last page. */
            nextCursor: string | null;
        };
        OwnCounts: {
            /**
             * @description Reservations of which something was paid, or that were committed at no cost; each once. A second old at most; null while spend is added up anew.
             * @example 42
             */
            calls: number | null;
            /**
             * @description Requests that were denied; as fresh as `calls`.
             * @example 3
             */
            denied: number | null;
        };
        Usage: {
            /**
             * @description The vendor, category, run or request counted apart (empty for what named none); null without `per`.
             * @example openai
             */
            key: string | null;
            /** @example 24.1 */
            used: string;
            /** @example 0.9 */
            remaining: string;
            /**
             * Format: date-time
             * @description Null for a lifetime.
             */
            windowStart: string | null;
            /**
             * Format: date-time
             * @description Null for a lifetime.
             */
            resetsAt: string | null;
        };
        EnvelopeWithUsage: {
            /** @example env_01k9v3nq3w4x5y6z7a8b9c0d1e */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description Only where it is so: made by somebody who reaches above the budget, and theirs to change.
             * @enum {boolean}
             */
            fromAbove?: true;
            /** @example daily cap */
            name: string | null;
            /**
             * @example day
             * @enum {string}
             */
            window: "transaction" | "minute" | "hour" | "day" | "week" | "month" | "lifetime";
            /**
             * @description Null: the tree's.
             * @example null
             */
            timezone: string | null;
            /**
             * @example amount
             * @enum {string}
             */
            metric: "amount" | "count" | "denials";
            /**
             * @description The one in force: decimal text, or a whole number as text for the metrics count and denials.
             * @example 25
             */
            limit: string;
            match: components["schemas"]["Match"];
            /**
             * @example vendor
             * @enum {string|null}
             */
            per: "vendor" | "category" | "run" | "request" | null;
            /**
             * @example subtree
             * @enum {string}
             */
            scope: "subtree" | "self";
            /**
             * @example deny
             * @enum {string}
             */
            onExceed: "deny" | "approve" | "pause" | "notify";
            /** @description With onExceed `approve`: who is asked. */
            approve?: components["schemas"]["ApprovalRule"];
            /** @description Of a limit that follows the past. */
            relative?: components["schemas"]["Relative"];
            /** @description With `relative`: the past that the limit in force was worked out from; null if there was none. */
            baseline?: components["schemas"]["Baseline"] | null;
            /** @description One without `per`; with `per` one for each key, the largest first; none for `transaction`. */
            usage: components["schemas"]["Usage"][];
            /** @description Whether there are more keys than those listed. */
            usageTruncated: boolean;
        };
        BudgetWithUsage: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            id: string;
            /**
             * @description The id of the root.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string;
            /**
             * @description Null for a root.
             * @example null
             */
            parentId: string | null;
            /**
             * @description What its maker calls it among the open children of its parent; null where it has none.
             * @example null
             */
            ref: string | null;
            /**
             * @description How many ancestors it has.
             * @example 0
             */
            depth: number;
            /** @example USD */
            currency: string;
            /**
             * @description Decimals of the smallest unit.
             * @example 6
             */
            scale: number;
            /** @example UTC */
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description Counts the journal entries of the budget.
             * @example 12
             */
            version: number;
            balances: components["schemas"]["Balances"];
            /** @example research team */
            name: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "frozen" | "paused" | "closing" | "closed";
            /**
             * Format: date-time
             * @description Of a budget that was paused by a cost above limits: when it goes on by itself. Null where a person has to resume it.
             * @example null
             */
            pausedUntil: string | null;
            /**
             * @description What it is sure to have; of a root the allocation.
             * @example 100
             */
            guarantee: string;
            /**
             * @description What it may have at most; of a root the allocation.
             * @example 100
             */
            ceiling: string;
            policy: components["schemas"]["Policy"] | null;
            /** @description Of a child with a policy: whether it was set by somebody who reaches above it, and is theirs to change. */
            policyFromAbove?: boolean;
            /**
             * @description Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that they gave. They resume it.
             * @enum {boolean}
             */
            stoppedFromAbove?: true;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Only of a root that has some: the labels that spend of its tree is kept by.
             * @example [
             *       "team",
             *       "customer"
             *     ]
             */
            dimensions?: string[];
            /**
             * @description Counts changes to the settings: the ETag.
             * @example 1
             */
            revision: number;
            /** @description Those above it that the key reaches, from the top down to its parent. */
            ancestors: components["schemas"]["Ancestor"][];
            /** @description The budget itself, without what lies under it; amounts are its balances. */
            own: components["schemas"]["OwnCounts"];
            /** @description The budget with all that lies under it, shown or not. */
            subtree: components["schemas"]["SubtreeSums"];
            /** @description The oldest first. */
            envelopes: components["schemas"]["EnvelopeWithUsage"][];
        };
        BudgetTree: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            id: string;
            /**
             * @description The id of the root.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string;
            /**
             * @description Null for a root.
             * @example null
             */
            parentId: string | null;
            /**
             * @description What its maker calls it among the open children of its parent; null where it has none.
             * @example null
             */
            ref: string | null;
            /**
             * @description How many ancestors it has.
             * @example 0
             */
            depth: number;
            /** @example USD */
            currency: string;
            /**
             * @description Decimals of the smallest unit.
             * @example 6
             */
            scale: number;
            /** @example UTC */
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description Counts the journal entries of the budget.
             * @example 12
             */
            version: number;
            balances: components["schemas"]["Balances"];
            /** @example research team */
            name: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "frozen" | "paused" | "closing" | "closed";
            /**
             * Format: date-time
             * @description Of a budget that was paused by a cost above limits: when it goes on by itself. Null where a person has to resume it.
             * @example null
             */
            pausedUntil: string | null;
            /**
             * @description What it is sure to have; of a root the allocation.
             * @example 100
             */
            guarantee: string;
            /**
             * @description What it may have at most; of a root the allocation.
             * @example 100
             */
            ceiling: string;
            /** @description Of a child with a policy: whether it was set by somebody who reaches above it, and is theirs to change. */
            policyFromAbove?: boolean;
            /**
             * @description Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that they gave. They resume it.
             * @enum {boolean}
             */
            stoppedFromAbove?: true;
            /**
             * @description Only of a root that has some: the labels that spend of its tree is kept by.
             * @example [
             *       "team",
             *       "customer"
             *     ]
             */
            dimensions?: string[];
            /**
             * @description Counts changes to the settings: the ETag.
             * @example 1
             */
            revision: number;
            /** @description With expand=policy. */
            policy?: components["schemas"]["Policy"] | null;
            /**
             * @description With expand=metadata.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /** @description The budget with all that lies under it, shown or not. */
            subtree: components["schemas"]["SubtreeSums"];
            /**
             * @description How many children it has, shown or not.
             * @example 2
             */
            childrenCount: number;
            /**
             * @description How many of them are not closed.
             * @example 2
             */
            openChildrenCount: number;
            /** @description Whether some children are not shown, because of the depth, the limit or the size of the answer. GET /v1/budgets?parentId= lists them all, page by page. */
            truncated: boolean;
            /** @description The oldest first. */
            children: components["schemas"]["BudgetTree"][];
        };
        Budget: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            id: string;
            /**
             * @description The id of the root.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string;
            /**
             * @description Null for a root.
             * @example null
             */
            parentId: string | null;
            /**
             * @description What its maker calls it among the open children of its parent; null where it has none.
             * @example null
             */
            ref: string | null;
            /**
             * @description How many ancestors it has.
             * @example 0
             */
            depth: number;
            /** @example USD */
            currency: string;
            /**
             * @description Decimals of the smallest unit.
             * @example 6
             */
            scale: number;
            /** @example UTC */
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description Counts the journal entries of the budget.
             * @example 12
             */
            version: number;
            balances: components["schemas"]["Balances"];
            /** @example research team */
            name: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "frozen" | "paused" | "closing" | "closed";
            /**
             * Format: date-time
             * @description Of a budget that was paused by a cost above limits: when it goes on by itself. Null where a person has to resume it.
             * @example null
             */
            pausedUntil: string | null;
            /**
             * @description What it is sure to have; of a root the allocation.
             * @example 100
             */
            guarantee: string;
            /**
             * @description What it may have at most; of a root the allocation.
             * @example 100
             */
            ceiling: string;
            policy: components["schemas"]["Policy"] | null;
            /** @description Of a child with a policy: whether it was set by somebody who reaches above it, and is theirs to change. */
            policyFromAbove?: boolean;
            /**
             * @description Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that they gave. They resume it.
             * @enum {boolean}
             */
            stoppedFromAbove?: true;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Only of a root that has some: the labels that spend of its tree is kept by.
             * @example [
             *       "team",
             *       "customer"
             *     ]
             */
            dimensions?: string[];
            /**
             * @description Counts changes to the settings: the ETag.
             * @example 1
             */
            revision: number;
        };
        UpdateBudgetBody: {
            /** @example research team */
            name?: string;
            /** @description Replaces the policy; null takes it away. */
            policy?: components["schemas"]["Policy"] | null;
            /**
             * @description Replaces all labels; null takes them away.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description Of a root: replaces the labels that spend of the tree is kept by, for what is decided from now on; null takes them away.
             * @example [
             *       "team",
             *       "customer"
             *     ]
             */
            dimensions?: string[] | null;
            /**
             * @description Of a child: what it is sure to have.
             * @example 10
             */
            guarantee?: string;
            /**
             * @description Of a child: what it may have at most.
             * @example 25
             */
            ceiling?: string;
            /**
             * @description Why; kept in the journal.
             * @example new quarter
             */
            reason?: string | null;
        };
        WrittenBudget: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            id: string;
            /**
             * @description The id of the root.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string;
            /**
             * @description Null for a root.
             * @example null
             */
            parentId: string | null;
            /**
             * @description What its maker calls it among the open children of its parent; null where it has none.
             * @example null
             */
            ref: string | null;
            /**
             * @description How many ancestors it has.
             * @example 0
             */
            depth: number;
            /** @example USD */
            currency: string;
            /**
             * @description Decimals of the smallest unit.
             * @example 6
             */
            scale: number;
            /** @example UTC */
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description Counts the journal entries of the budget.
             * @example 12
             */
            version: number;
            balances: components["schemas"]["Balances"];
            /** @example research team */
            name: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "frozen" | "paused" | "closing" | "closed";
            /**
             * Format: date-time
             * @description Of a budget that was paused by a cost above limits: when it goes on by itself. Null where a person has to resume it.
             * @example null
             */
            pausedUntil: string | null;
            /**
             * @description What it is sure to have; of a root the allocation.
             * @example 100
             */
            guarantee: string;
            /**
             * @description What it may have at most; of a root the allocation.
             * @example 100
             */
            ceiling: string;
            policy: components["schemas"]["Policy"] | null;
            /** @description Of a child with a policy: whether it was set by somebody who reaches above it, and is theirs to change. */
            policyFromAbove?: boolean;
            /**
             * @description Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that they gave. They resume it.
             * @enum {boolean}
             */
            stoppedFromAbove?: true;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Only of a root that has some: the labels that spend of its tree is kept by.
             * @example [
             *       "team",
             *       "customer"
             *     ]
             */
            dimensions?: string[];
            /**
             * @description Counts changes to the settings: the ETag.
             * @example 1
             */
            revision: number;
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["Budget"];
            };
        };
        FundBody: {
            /** @example 50 */
            amount: string;
            /**
             * @description Why; kept in the journal.
             * @example invoice 2026-11
             */
            reason?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
        };
        ChangeStateBody: {
            /**
             * @description Why; kept in the journal.
             * @example looks like a loop
             */
            reason?: string | null;
        };
        CloseBody: {
            /**
             * @description Why; kept in the journal.
             * @example looks like a loop
             */
            reason?: string | null;
            /**
             * @description What becomes of live reservations in the subtree: they are released, or are a reason to refuse. Left out: `release`.
             * @enum {string}
             */
            holds?: "release" | "refuse";
        };
        BudgetItem: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            id: string;
            /**
             * @description The id of the root.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string;
            /**
             * @description Null for a root.
             * @example null
             */
            parentId: string | null;
            /**
             * @description What its maker calls it among the open children of its parent; null where it has none.
             * @example null
             */
            ref: string | null;
            /**
             * @description How many ancestors it has.
             * @example 0
             */
            depth: number;
            /** @example USD */
            currency: string;
            /**
             * @description Decimals of the smallest unit.
             * @example 6
             */
            scale: number;
            /** @example UTC */
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description Counts the journal entries of the budget.
             * @example 12
             */
            version: number;
            balances: components["schemas"]["Balances"];
            /** @example research team */
            name: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "frozen" | "paused" | "closing" | "closed";
            /**
             * Format: date-time
             * @description Of a budget that was paused by a cost above limits: when it goes on by itself. Null where a person has to resume it.
             * @example null
             */
            pausedUntil: string | null;
            /**
             * @description What it is sure to have; of a root the allocation.
             * @example 100
             */
            guarantee: string;
            /**
             * @description What it may have at most; of a root the allocation.
             * @example 100
             */
            ceiling: string;
            /** @description Of a child with a policy: whether it was set by somebody who reaches above it, and is theirs to change. */
            policyFromAbove?: boolean;
            /**
             * @description Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that they gave. They resume it.
             * @enum {boolean}
             */
            stoppedFromAbove?: true;
            /**
             * @description Only of a root that has some: the labels that spend of its tree is kept by.
             * @example [
             *       "team",
             *       "customer"
             *     ]
             */
            dimensions?: string[];
            /**
             * @description Counts changes to the settings: the ETag.
             * @example 1
             */
            revision: number;
            /** @description With expand=policy. */
            policy?: components["schemas"]["Policy"] | null;
            /**
             * @description With expand=metadata.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
        };
        FullEnvelope: {
            /** @example env_01k9v3nq3w4x5y6z7a8b9c0d1e */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description Only where it is so: made by somebody who reaches above the budget, and theirs to change.
             * @enum {boolean}
             */
            fromAbove?: true;
            /** @example daily cap */
            name: string | null;
            /**
             * @example day
             * @enum {string}
             */
            window: "transaction" | "minute" | "hour" | "day" | "week" | "month" | "lifetime";
            /**
             * @description Null: the tree's.
             * @example null
             */
            timezone: string | null;
            /**
             * @example amount
             * @enum {string}
             */
            metric: "amount" | "count" | "denials";
            /**
             * @description The one in force: decimal text, or a whole number as text for the metrics count and denials.
             * @example 25
             */
            limit: string;
            /**
             * @example vendor
             * @enum {string|null}
             */
            per: "vendor" | "category" | "run" | "request" | null;
            /**
             * @example subtree
             * @enum {string}
             */
            scope: "subtree" | "self";
            /**
             * @example deny
             * @enum {string}
             */
            onExceed: "deny" | "approve" | "pause" | "notify";
            /** @description Of a limit that follows the past. */
            relative?: components["schemas"]["Relative"];
            /** @description With `relative`: the past that the limit in force was worked out from; null if there was none. */
            baseline?: components["schemas"]["Baseline"] | null;
            /** @example research team */
            budgetName: string;
            /** @description A counter of the window that is now. */
            usage: components["schemas"]["Usage"];
            /**
             * @description What part of the limit is used, as decimal text, cut to four decimals. At most 9999.9999, which is also said of a limit of 0.
             * @example 0.9639
             */
            share: string;
            /** @description With expand=budget. */
            budget?: components["schemas"]["BudgetItem"];
        };
        FullEnvelopePage: {
            items: components["schemas"]["FullEnvelope"][];
            /** @description Null on the last page. */
            nextCursor: string | null;
            /** @description Whether there is more than is looked at: what is further down is in no page. */
            truncated: boolean;
        };
        ChangedEnvelope: {
            /** @example env_01k9v3nq3w4x5y6z7a8b9c0d1e */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description Only where it is so: made by somebody who reaches above the budget, and theirs to change.
             * @enum {boolean}
             */
            fromAbove?: true;
            /** @example daily cap */
            name: string | null;
            /**
             * @example day
             * @enum {string}
             */
            window: "transaction" | "minute" | "hour" | "day" | "week" | "month" | "lifetime";
            /**
             * @description Null: the tree's.
             * @example null
             */
            timezone: string | null;
            /**
             * @example amount
             * @enum {string}
             */
            metric: "amount" | "count" | "denials";
            /**
             * @description The one in force: decimal text, or a whole number as text for the metrics count and denials.
             * @example 25
             */
            limit: string;
            match: components["schemas"]["Match"];
            /**
             * @example vendor
             * @enum {string|null}
             */
            per: "vendor" | "category" | "run" | "request" | null;
            /**
             * @example subtree
             * @enum {string}
             */
            scope: "subtree" | "self";
            /**
             * @example deny
             * @enum {string}
             */
            onExceed: "deny" | "approve" | "pause" | "notify";
            /** @description With onExceed `approve`: who is asked. */
            approve?: components["schemas"]["ApprovalRule"];
            /** @description Of a limit that follows the past. */
            relative?: components["schemas"]["Relative"];
            /** @description With `relative`: the past that the limit in force was worked out from; null if there was none. */
            baseline?: components["schemas"]["Baseline"] | null;
            /**
             * Format: date-time
             * @description When it was deleted, if it was.
             */
            deletedAt?: string;
        };
        WrittenChangedEnvelope: {
            /** @example env_01k9v3nq3w4x5y6z7a8b9c0d1e */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description Only where it is so: made by somebody who reaches above the budget, and theirs to change.
             * @enum {boolean}
             */
            fromAbove?: true;
            /** @example daily cap */
            name: string | null;
            /**
             * @example day
             * @enum {string}
             */
            window: "transaction" | "minute" | "hour" | "day" | "week" | "month" | "lifetime";
            /**
             * @description Null: the tree's.
             * @example null
             */
            timezone: string | null;
            /**
             * @example amount
             * @enum {string}
             */
            metric: "amount" | "count" | "denials";
            /**
             * @description The one in force: decimal text, or a whole number as text for the metrics count and denials.
             * @example 25
             */
            limit: string;
            match: components["schemas"]["Match"];
            /**
             * @example vendor
             * @enum {string|null}
             */
            per: "vendor" | "category" | "run" | "request" | null;
            /**
             * @example subtree
             * @enum {string}
             */
            scope: "subtree" | "self";
            /**
             * @example deny
             * @enum {string}
             */
            onExceed: "deny" | "approve" | "pause" | "notify";
            /** @description With onExceed `approve`: who is asked. */
            approve?: components["schemas"]["ApprovalRule"];
            /** @description Of a limit that follows the past. */
            relative?: components["schemas"]["Relative"];
            /** @description With `relative`: the past that the limit in force was worked out from; null if there was none. */
            baseline?: components["schemas"]["Baseline"] | null;
            /**
             * Format: date-time
             * @description When it was deleted, if it was.
             */
            deletedAt?: string;
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["ChangedEnvelope"];
            };
        };
        UpdateEnvelopeBody: {
            /**
             * @description Null takes the name away.
             * @example daily cap
             */
            name?: string | null;
            /**
             * @description Binds the next decision. Ends a relative limit.
             * @example 100
             */
            limit?: string;
            /** @description Takes the place of the limit that there is, fixed or relative. */
            relative?: components["schemas"]["RelativeBody"];
            /**
             * @example notify
             * @enum {string}
             */
            onExceed?: "deny" | "approve" | "pause" | "notify";
            /** @description Who is asked. Needed where onExceed becomes `approve`; goes with it when it becomes another. */
            approve?: components["schemas"]["ApprovalRuleBody"];
        };
        Window: {
            /**
             * Format: date-time
             * @description Null for a lifetime.
             */
            from: string | null;
            /**
             * Format: date-time
             * @description Exclusive. Null for a lifetime.
             */
            to: string | null;
            /**
             * @description What has been counted by now: what is settled or given back late changes the window in which it was reserved.
             * @example 24.1
             */
            used: string;
        };
        CountedWindows: {
            /** @example env_01k9v3nq3w4x5y6z7a8b9c0d1e */
            envelopeId: string;
            /**
             * @description The vendor, category, run or request counted apart; null without `per`.
             * @example null
             */
            key: string | null;
            /** @description The oldest first, none from before the limit was made; the last is under way. None for `transaction`. */
            windows: components["schemas"]["Window"][];
        };
        Average: {
            /** @example 201.6 */
            total: string;
            /**
             * @description Complete windows in which anything was used; with `transaction` reservations.
             * @example 42
             */
            windows: number;
            /**
             * @description Rounded down: an amount to the smallest unit, a count to two decimals. Null without a past.
             * @example 4.8
             */
            average: string | null;
        };
        Past: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @example hour
             * @enum {string}
             */
            window: "transaction" | "minute" | "hour" | "day" | "week" | "month";
            /** @example 30 */
            windowDays: number;
            /**
             * @example subtree
             * @enum {string}
             */
            scope: "subtree" | "self";
            /** @example UTC */
            timezone: string;
            /**
             * Format: date-time
             * @example 2026-10-22T10:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description Exclusive.
             * @example 2026-11-21T09:00:00.000Z
             */
            to: string;
            /** @description Money: held, or paid less refunds. */
            amount: components["schemas"]["Average"];
            /** @description Reservations; null for `transaction`, of which each is one. */
            count: components["schemas"]["Average"] | null;
            /** @description The budget's own envelopes with a relative limit, of whatever window, with the limit in force and the baseline that it was worked out from. */
            envelopes: components["schemas"]["Envelope"][];
        };
        BudgetSource: {
            /** @example price_01k9v3nx4y5z6a7b8c9d0e1f2g */
            priceId: string;
            /**
             * @description Where it was set.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string;
            /**
             * @description Whose tiers count on: the first price of the item.
             * @example price_01k9v3nx4y5z6a7b8c9d0e1f2g
             */
            seriesId: string;
        };
        CatalogueSource: {
            /**
             * @description The catalogue, with its version.
             * @example genai-prices@0.1.8
             */
            catalogue: string;
            /** @example openai */
            provider: string;
            /**
             * @description The model as the catalogue names it.
             * @example gpt-4o
             */
            model: string;
        };
        CallOutcome: {
            /** @example ticket_resolved */
            type: string;
            /**
             * @description What proves it.
             * @example {
             *       "ticket": "T-4711"
             *     }
             */
            evidence: {
                [key: string]: string;
            } | null;
        };
        Settleable: {
            /**
             * @description What the token begins with. Its secret follows.
             * @example pst_01k9v3p0a1b2c3d4e5f6g7h8j9_
             */
            prefix: string;
            /**
             * Format: date-time
             * @description Null while it works.
             * @example null
             */
            revokedAt: string | null;
        };
        Consent: {
            /**
             * @description The holder.
             * @example user:ann
             */
            by: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:31:00.000Z
             */
            at: string;
            /** @example within the plan */
            comment: string | null;
            /**
             * @description Of the request that was looked at, where the approver said so.
             * @example null
             */
            fingerprint: string | null;
        };
        Rejection: {
            /**
             * @description The holder.
             * @example user:bob
             */
            by: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:32:00.000Z
             */
            at: string;
            /** @example too dear */
            reason: string;
        };
        Approval: {
            /**
             * @description How many people have to agree.
             * @example 2
             */
            needed: number;
            /** @description Who has agreed. */
            given: components["schemas"]["Consent"][];
            /** @description Who refused, which is enough. */
            rejection: components["schemas"]["Rejection"] | null;
            /**
             * Format: date-time
             * @description Until when they can; then the money goes back.
             * @example 2026-11-21T09:45:00.000Z
             */
            deadline: string;
            /**
             * @description The holders who may decide; null for anybody but the one who asked.
             * @example [
             *       "user:ann",
             *       "user:bob"
             *     ]
             */
            approvers: string[] | null;
            /**
             * @description The holder who asked for the reservation, and therefore cannot decide.
             * @example research-agent
             */
            askedBy: string;
            /**
             * @description Because of which envelopes.
             * @example [
             *       "env_01k9v3nq3w4x5y6z7a8b9c0d1e"
             *     ]
             */
            envelopes: string[];
            /**
             * @description Of the request: what an approval binds to.
             * @example 3f2a9c0d5b6e7f8091a2b3c4d5e6f708
             */
            fingerprint: string | null;
            /**
             * @description How long it is held once it is approved.
             * @example 600
             */
            ttlSeconds: number;
        };
        ClaimedLimit: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description The name of that budget at the decision; absent in entries from before names were recorded.
             * @example research team
             */
            budgetName?: string;
            /** @example env_01k9v3nq3w4x5y6z7a8b9c0d1e */
            envelopeId?: string;
            /**
             * @description The name of the envelope at the decision; absent where it has none.
             * @example daily cap
             */
            envelopeName?: string;
            /**
             * @description By how much the cost would go past it.
             * @example 2.5
             */
            exceededBy?: string;
            /**
             * @example envelope_exceeded
             * @enum {string}
             */
            rule: "budget_closed" | "budget_frozen" | "budget_paused" | "vendor_not_allowed" | "category_not_allowed" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount" | "overage_rejected" | "too_many_names" | "insufficient_funds" | "envelope_exceeded" | "count_exceeded";
        };
        Claim: {
            /**
             * @description What is neither paid nor dropped.
             * @example 2.5
             */
            amount: string;
            /**
             * Format: date-time
             * @description When something was claimed last.
             */
            at: string;
            /**
             * @description Who claimed last.
             * @example key_01k9v3s5d6e7f8g9h0j1k2m3n4
             */
            by: string;
            /** @description Whether one of the commits was final. */
            final: boolean;
            /** @description What was in the way, the last time. */
            limits: components["schemas"]["ClaimedLimit"][];
            /**
             * @description How many more there were.
             * @example 3
             */
            limitsOmitted?: number;
        };
        DisputeAnswer: {
            /**
             * Format: date-time
             * @example 2026-11-22T10:00:00.000Z
             */
            at: string;
            /**
             * @description The holder.
             * @example user:ann
             */
            by: string;
            /** @description How the one who paid back names it; only where the answer says so. */
            externalId?: string;
            /** @example half of the work was usable */
            reason: string | null;
            /**
             * @description What came back with it: 0 where it was rejected.
             * @example 0.0005
             */
            refunded: string;
        };
        Answered: {
            /**
             * @description Asked by others: none of it is asked by others again.
             * @example 0
             */
            others: string;
            /**
             * @description Asked by the holder who reserved: none of it is asked again.
             * @example 0.0021
             */
            payer: string;
        };
        Dispute: {
            /**
             * @description What is still disputed: 0 once it is over.
             * @example 0.0021
             */
            amount: string;
            /**
             * @description What it was about when it was opened.
             * @example 0.0021
             */
            asked: string;
            /**
             * Format: date-time
             * @description When it was opened.
             */
            at: string;
            /**
             * @description The holder who opened it.
             * @example key_01k9v3s5d6e7f8g9h0j1k2m3n4
             */
            by: string;
            /**
             * @description Whether the holder who reserved opened it; only where that is so.
             * @enum {boolean}
             */
            ofPayer?: true;
            /** @example the ticket was opened again the same day */
            reason: string;
            /**
             * @description `open`: it waits for a person. `refunded`: all that it was about has come back by refunds meanwhile.
             * @example open
             * @enum {string}
             */
            state: "open" | "upheld" | "rejected" | "withdrawn" | "refunded";
            /** @description What a person decided; null where nobody has. */
            answer: components["schemas"]["DisputeAnswer"] | null;
            /** @description Only where people have answered. */
            answered?: components["schemas"]["Answered"];
        };
        ReservedBudget: {
            /**
             * @description The version of the budget now.
             * @example 13
             */
            version: number;
            /**
             * @description What the budget has available now, without what it may draw.
             * @example 46.25
             */
            available: string;
        };
        ExplainedViolation: {
            /**
             * @example envelope_exceeded
             * @enum {string}
             */
            rule: "budget_closed" | "budget_frozen" | "budget_paused" | "vendor_not_allowed" | "category_not_allowed" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount" | "overage_rejected" | "too_many_names" | "insufficient_funds" | "envelope_exceeded" | "count_exceeded";
            /**
             * @description The budget whose rule it is.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string;
            /**
             * @description The name of that budget at the decision; absent in entries from before names were recorded.
             * @example research team
             */
            budgetName?: string;
            /** @example env_01k9v3nq3w4x5y6z7a8b9c0d1e */
            envelopeId?: string;
            /**
             * @description The name of the envelope at the decision; absent where it has none.
             * @example daily cap
             */
            envelopeName?: string;
            /**
             * @example day
             * @enum {string}
             */
            window?: "transaction" | "minute" | "hour" | "day" | "week" | "month" | "lifetime";
            /**
             * @example amount
             * @enum {string}
             */
            metric?: "amount" | "count" | "denials";
            /**
             * @description The vendor, category or run that is meant.
             * @example openai
             */
            key?: string;
            /** @example 25 */
            limit?: string;
            /** @example 24.1 */
            used?: string;
            /** @example 1.5 */
            requested?: string;
            /** @example 0.9 */
            remaining?: string;
            /**
             * @description With a real cost that was recorded all the same: by how much it went past the limit.
             * @example 2.5
             */
            exceededBy?: string;
            /**
             * Format: date-time
             * @description When the window ends; absent where nothing resets by itself.
             * @example 2026-11-22T00:00:00.000Z
             */
            resetsAt?: string;
            /**
             * @description The violation as a sentence, for people. Its wording may change.
             * @example Daily limit "cap" of research team: 19.72 of 25 USD left; this asks for 50.
             */
            message: string;
        };
        Reservation: {
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            id: string;
            /**
             * @example held
             * @enum {string}
             */
            state: "pending_approval" | "held" | "committed" | "released" | "expired" | "rejected";
            /**
             * @description What was set aside at first: nothing for a charge.
             * @example 0.0035
             */
            amount: string;
            /**
             * @description What is still set aside.
             * @example 0.0035
             */
            held: string;
            /**
             * @description What was paid, refunds not taken off.
             * @example 0
             */
            committed: string;
            /** @example 0 */
            refunded: string;
            /** @example openai */
            vendor: string | null;
            /** @example llm */
            category: string | null;
            /** @example run-42 */
            runId: string | null;
            /** @example summarise/7 */
            taskId: string | null;
            /** @example summary of the third source */
            reason: string | null;
            /**
             * @example available
             * @enum {string}
             */
            overage: "available" | "reject" | "overdraft";
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:40:00.000Z
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When its hold ended, or the last of its cost was recorded after that; null while it is live.
             * @example null
             */
            settledAt: string | null;
            /**
             * @description What is bought.
             * @example gpt-4o
             */
            item: string | null;
            /** @description The price that it was made under and is paid by; null where callers name amounts. */
            price: (components["schemas"]["BudgetSource"] | components["schemas"]["CatalogueSource"]) | null;
            /**
             * @description What its commits have reported so far.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage: {
                [key: string]: number;
            } | null;
            /**
             * @description How the one who was paid named what was settled last.
             * @example chatcmpl-9f3a
             */
            externalId: string | null;
            /** @description What came of the call, as it was reported last; null where nobody has said. */
            outcome: components["schemas"]["CallOutcome"] | null;
            /**
             * @description How the last refund is named that has a name.
             * @example null
             */
            refundExternalId: string | null;
            /**
             * @description What of the usage came back with refunds.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            refundedUsage: {
                [key: string]: number;
            } | null;
            /**
             * Format: date-time
             * @description Of a charge: when its cost happened. Null for what set money aside.
             * @example null
             */
            occurredAt: string | null;
            /**
             * @description What becomes of what is held when nobody settles it: it goes back, or is paid.
             * @example release
             * @enum {string}
             */
            onExpiry: "release" | "commit";
            /** @description Null for one that was made without a settlement token. */
            settlement: components["schemas"]["Settleable"] | null;
            /** @description Null for one that nobody had to approve. */
            approval: components["schemas"]["Approval"] | null;
            /** @description What a call cost beyond what could be recorded; null where nothing is claimed. */
            claim: components["schemas"]["Claim"] | null;
            /** @description What was said against its payments last, be it over; null where nothing was. */
            dispute: components["schemas"]["Dispute"] | null;
            /**
             * @description How far its commits went above limits, all in all.
             * @example 0
             */
            overdrawn: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            treeId: string;
            /**
             * @description How long it still is held, or waits for approval: needs no synchronised clock. Zero for a settled one.
             * @example 600000
             */
            remainingTtlMs: number;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description The labels of its commits and refunds so far, at most 32; of those of one name the latest. They come before `metadata`. Null where there are none.
             * @example {
             *       "customer": "x"
             *     }
             */
            settlementMetadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Of one that is made with `settleable`: what the seller sends as the bearer token. Shown only in the first answer: a repeated request gets null, since only a hash is kept. Null as well where you chose the secret: it follows `settlement.prefix`.
             * @example pst_01k9v3p0a1b2c3d4e5f6g7h8j9_5n0f…
             */
            settlementToken?: string | null;
            budget: components["schemas"]["ReservedBudget"];
            /** @description `notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit above which a real cost was recorded. */
            notices?: components["schemas"]["ExplainedViolation"][];
        };
        ReserveBody: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description The most that the call can cost. Required without `usage`.
             * @example 0.0035
             */
            amount?: string;
            /**
             * @description Who is paid.
             * @example openai
             */
            vendor?: string | null;
            /**
             * @description What is paid for.
             * @example llm
             */
            category?: string | null;
            /**
             * @description What is bought: a model, a tool, an action, an outcome.
             * @example gpt-4o
             */
            item?: string | null;
            /**
             * @description Instead of `amount`: the most that the call can use of the item. The service works out what it costs, by the price in force for vendor and item.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage?: {
                [key: string]: number;
            };
            /**
             * @description The run that the call belongs to.
             * @example run-42
             */
            runId?: string | null;
            /** @description How long it is held if nothing happens. Left out: `600`. */
            ttlSeconds?: number;
            /** @example summarise/7 */
            taskId?: string | null;
            /** @example summary of the third source */
            reason?: string | null;
            /**
             * @description Anything that helps to understand the call later; kept with the reservation.
             * @example {
             *       "model": "gpt-4o",
             *       "maxTokens": 800
             *     }
             */
            context?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Labels that can be listed by.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description What a commit above the hold does: take the rest under the same limits, fail whole, or record the debt and pause the budget. Left out: `available`.
             * @enum {string}
             */
            overage?: "available" | "reject" | "overdraft";
            /**
             * @description What becomes of what is held when nobody settles it: it goes back or, of a promise that somebody else can cash, it is paid. Left out: `release`.
             * @enum {string}
             */
            onExpiry?: "release" | "commit";
            /** @description Whether it gets a settlement token, with which somebody else can settle it, up to what is held: see `settlementToken` of the answer. Left out: `false`. */
            settleable?: boolean;
            /**
             * @description With `settleable`: the SHA-256 (hexadecimal) of a secret that you chose, 32 random bytes as base64url. The token is then `settlement.prefix` of the answer, followed by your secret. Left out: the service makes the secret, and shows it once.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            settlementSecretHash?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
        };
        WrittenEndedReservation: {
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            id: string;
            /**
             * @example committed
             * @enum {string}
             */
            state: "committed" | "released" | "expired" | "rejected";
            /**
             * @description What was set aside at first: nothing for a charge.
             * @example 0.0035
             */
            amount: string;
            /**
             * @description What is still set aside.
             * @example 0.0035
             */
            held: string;
            /**
             * @description What was paid, refunds not taken off.
             * @example 0
             */
            committed: string;
            /** @example 0 */
            refunded: string;
            /** @example openai */
            vendor: string | null;
            /** @example llm */
            category: string | null;
            /** @example run-42 */
            runId: string | null;
            /** @example summarise/7 */
            taskId: string | null;
            /** @example summary of the third source */
            reason: string | null;
            /**
             * @example available
             * @enum {string}
             */
            overage: "available" | "reject" | "overdraft";
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:40:00.000Z
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When its hold ended, or the last of its cost was recorded after that; null while it is live.
             * @example null
             */
            settledAt: string | null;
            /**
             * @description What is bought.
             * @example gpt-4o
             */
            item: string | null;
            /** @description The price that it was made under and is paid by; null where callers name amounts. */
            price: (components["schemas"]["BudgetSource"] | components["schemas"]["CatalogueSource"]) | null;
            /**
             * @description What its commits have reported so far.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage: {
                [key: string]: number;
            } | null;
            /**
             * @description How the one who was paid named what was settled last.
             * @example chatcmpl-9f3a
             */
            externalId: string | null;
            /** @description What came of the call, as it was reported last; null where nobody has said. */
            outcome: components["schemas"]["CallOutcome"] | null;
            /**
             * @description How the last refund is named that has a name.
             * @example null
             */
            refundExternalId: string | null;
            /**
             * @description What of the usage came back with refunds.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            refundedUsage: {
                [key: string]: number;
            } | null;
            /**
             * Format: date-time
             * @description Of a charge: when its cost happened. Null for what set money aside.
             * @example null
             */
            occurredAt: string | null;
            /**
             * @description What becomes of what is held when nobody settles it: it goes back, or is paid.
             * @example release
             * @enum {string}
             */
            onExpiry: "release" | "commit";
            /** @description Null for one that was made without a settlement token. */
            settlement: components["schemas"]["Settleable"] | null;
            /** @description Null for one that nobody had to approve. */
            approval: components["schemas"]["Approval"] | null;
            /** @description What a call cost beyond what could be recorded; null where nothing is claimed. */
            claim: components["schemas"]["Claim"] | null;
            /** @description What was said against its payments last, be it over; null where nothing was. */
            dispute: components["schemas"]["Dispute"] | null;
            /**
             * @description How far its commits went above limits, all in all.
             * @example 0
             */
            overdrawn: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            treeId: string;
            /**
             * @description How long it still is held, or waits for approval: needs no synchronised clock. Zero for a settled one.
             * @example 600000
             */
            remainingTtlMs: number;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description The labels of its commits and refunds so far, at most 32; of those of one name the latest. They come before `metadata`. Null where there are none.
             * @example {
             *       "customer": "x"
             *     }
             */
            settlementMetadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Of one that is made with `settleable`: what the seller sends as the bearer token. Shown only in the first answer: a repeated request gets null, since only a hash is kept. Null as well where you chose the secret: it follows `settlement.prefix`.
             * @example pst_01k9v3p0a1b2c3d4e5f6g7h8j9_5n0f…
             */
            settlementToken?: string | null;
            budget: components["schemas"]["ReservedBudget"];
            /** @description `notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit above which a real cost was recorded. */
            notices?: components["schemas"]["ExplainedViolation"][];
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["Reservation"];
            };
        };
        WrittenHeldReservation: {
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            id: string;
            /**
             * @example held
             * @enum {string}
             */
            state: "held";
            /**
             * @description What was set aside at first: nothing for a charge.
             * @example 0.0035
             */
            amount: string;
            /**
             * @description What is still set aside.
             * @example 0.0035
             */
            held: string;
            /**
             * @description What was paid, refunds not taken off.
             * @example 0
             */
            committed: string;
            /** @example 0 */
            refunded: string;
            /** @example openai */
            vendor: string | null;
            /** @example llm */
            category: string | null;
            /** @example run-42 */
            runId: string | null;
            /** @example summarise/7 */
            taskId: string | null;
            /** @example summary of the third source */
            reason: string | null;
            /**
             * @example available
             * @enum {string}
             */
            overage: "available" | "reject" | "overdraft";
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:40:00.000Z
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When its hold ended, or the last of its cost was recorded after that; null while it is live.
             * @example null
             */
            settledAt: string | null;
            /**
             * @description What is bought.
             * @example gpt-4o
             */
            item: string | null;
            /** @description The price that it was made under and is paid by; null where callers name amounts. */
            price: (components["schemas"]["BudgetSource"] | components["schemas"]["CatalogueSource"]) | null;
            /**
             * @description What its commits have reported so far.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage: {
                [key: string]: number;
            } | null;
            /**
             * @description How the one who was paid named what was settled last.
             * @example chatcmpl-9f3a
             */
            externalId: string | null;
            /** @description What came of the call, as it was reported last; null where nobody has said. */
            outcome: components["schemas"]["CallOutcome"] | null;
            /**
             * @description How the last refund is named that has a name.
             * @example null
             */
            refundExternalId: string | null;
            /**
             * @description What of the usage came back with refunds.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            refundedUsage: {
                [key: string]: number;
            } | null;
            /**
             * Format: date-time
             * @description Of a charge: when its cost happened. Null for what set money aside.
             * @example null
             */
            occurredAt: string | null;
            /**
             * @description What becomes of what is held when nobody settles it: it goes back, or is paid.
             * @example release
             * @enum {string}
             */
            onExpiry: "release" | "commit";
            /** @description Null for one that was made without a settlement token. */
            settlement: components["schemas"]["Settleable"] | null;
            /** @description Null for one that nobody had to approve. */
            approval: components["schemas"]["Approval"] | null;
            /** @description What a call cost beyond what could be recorded; null where nothing is claimed. */
            claim: components["schemas"]["Claim"] | null;
            /** @description What was said against its payments last, be it over; null where nothing was. */
            dispute: components["schemas"]["Dispute"] | null;
            /**
             * @description How far its commits went above limits, all in all.
             * @example 0
             */
            overdrawn: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            treeId: string;
            /**
             * @description How long it still is held, or waits for approval: needs no synchronised clock. Zero for a settled one.
             * @example 600000
             */
            remainingTtlMs: number;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description The labels of its commits and refunds so far, at most 32; of those of one name the latest. They come before `metadata`. Null where there are none.
             * @example {
             *       "customer": "x"
             *     }
             */
            settlementMetadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Of one that is made with `settleable`: what the seller sends as the bearer token. Shown only in the first answer: a repeated request gets null, since only a hash is kept. Null as well where you chose the secret: it follows `settlement.prefix`.
             * @example pst_01k9v3p0a1b2c3d4e5f6g7h8j9_5n0f…
             */
            settlementToken?: string | null;
            budget: components["schemas"]["ReservedBudget"];
            /** @description `notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit above which a real cost was recorded. */
            notices?: components["schemas"]["ExplainedViolation"][];
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["Reservation"];
            };
        };
        WrittenPendingReservation: {
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            id: string;
            /**
             * @example pending_approval
             * @enum {string}
             */
            state: "pending_approval";
            /**
             * @description What was set aside at first: nothing for a charge.
             * @example 0.0035
             */
            amount: string;
            /**
             * @description What is still set aside.
             * @example 0.0035
             */
            held: string;
            /**
             * @description What was paid, refunds not taken off.
             * @example 0
             */
            committed: string;
            /** @example 0 */
            refunded: string;
            /** @example openai */
            vendor: string | null;
            /** @example llm */
            category: string | null;
            /** @example run-42 */
            runId: string | null;
            /** @example summarise/7 */
            taskId: string | null;
            /** @example summary of the third source */
            reason: string | null;
            /**
             * @example available
             * @enum {string}
             */
            overage: "available" | "reject" | "overdraft";
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:40:00.000Z
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When its hold ended, or the last of its cost was recorded after that; null while it is live.
             * @example null
             */
            settledAt: string | null;
            /**
             * @description What is bought.
             * @example gpt-4o
             */
            item: string | null;
            /** @description The price that it was made under and is paid by; null where callers name amounts. */
            price: (components["schemas"]["BudgetSource"] | components["schemas"]["CatalogueSource"]) | null;
            /**
             * @description What its commits have reported so far.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage: {
                [key: string]: number;
            } | null;
            /**
             * @description How the one who was paid named what was settled last.
             * @example chatcmpl-9f3a
             */
            externalId: string | null;
            /** @description What came of the call, as it was reported last; null where nobody has said. */
            outcome: components["schemas"]["CallOutcome"] | null;
            /**
             * @description How the last refund is named that has a name.
             * @example null
             */
            refundExternalId: string | null;
            /**
             * @description What of the usage came back with refunds.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            refundedUsage: {
                [key: string]: number;
            } | null;
            /**
             * Format: date-time
             * @description Of a charge: when its cost happened. Null for what set money aside.
             * @example null
             */
            occurredAt: string | null;
            /**
             * @description What becomes of what is held when nobody settles it: it goes back, or is paid.
             * @example release
             * @enum {string}
             */
            onExpiry: "release" | "commit";
            /** @description Null for one that was made without a settlement token. */
            settlement: components["schemas"]["Settleable"] | null;
            /** @description Who is asked, and until when. */
            approval: components["schemas"]["Approval"];
            /** @description What a call cost beyond what could be recorded; null where nothing is claimed. */
            claim: components["schemas"]["Claim"] | null;
            /** @description What was said against its payments last, be it over; null where nothing was. */
            dispute: components["schemas"]["Dispute"] | null;
            /**
             * @description How far its commits went above limits, all in all.
             * @example 0
             */
            overdrawn: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            treeId: string;
            /**
             * @description How long it still is held, or waits for approval: needs no synchronised clock. Zero for a settled one.
             * @example 600000
             */
            remainingTtlMs: number;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description The labels of its commits and refunds so far, at most 32; of those of one name the latest. They come before `metadata`. Null where there are none.
             * @example {
             *       "customer": "x"
             *     }
             */
            settlementMetadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Of one that is made with `settleable`: what the seller sends as the bearer token. Shown only in the first answer: a repeated request gets null, since only a hash is kept. Null as well where you chose the secret: it follows `settlement.prefix`.
             * @example pst_01k9v3p0a1b2c3d4e5f6g7h8j9_5n0f…
             */
            settlementToken?: string | null;
            budget: components["schemas"]["ReservedBudget"];
            /** @description `notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit above which a real cost was recorded. */
            notices?: components["schemas"]["ExplainedViolation"][];
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["Reservation"];
            };
        };
        NamedApproval: {
            /**
             * @description How many people have to agree.
             * @example 2
             */
            needed: number;
            /** @description Who has agreed. */
            given: components["schemas"]["Consent"][];
            /** @description Who refused, which is enough. */
            rejection: components["schemas"]["Rejection"] | null;
            /**
             * Format: date-time
             * @description Until when they can; then the money goes back.
             * @example 2026-11-21T09:45:00.000Z
             */
            deadline: string;
            /**
             * @description The holders who may decide; null for anybody but the one who asked.
             * @example [
             *       "user:ann",
             *       "user:bob"
             *     ]
             */
            approvers: string[] | null;
            /**
             * @description The holder who asked for the reservation, and therefore cannot decide.
             * @example research-agent
             */
            askedBy: string;
            /**
             * @description Because of which envelopes.
             * @example [
             *       "env_01k9v3nq3w4x5y6z7a8b9c0d1e"
             *     ]
             */
            envelopes: string[];
            /**
             * @description Of the request: what an approval binds to.
             * @example 3f2a9c0d5b6e7f8091a2b3c4d5e6f708
             */
            fingerprint: string | null;
            /**
             * @description How long it is held once it is approved.
             * @example 600
             */
            ttlSeconds: number;
            /**
             * @description What these envelopes are called now, in the same order; null for one without a name.
             * @example [
             *       "two people"
             *     ]
             */
            envelopeNames: (string | null)[];
        };
        CountingEnvelope: {
            /** @example env_01k9v3nq3w4x5y6z7a8b9c0d1e */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description Only where it is so: made by somebody who reaches above the budget, and theirs to change.
             * @enum {boolean}
             */
            fromAbove?: true;
            /** @example daily cap */
            name: string | null;
            /**
             * @example day
             * @enum {string}
             */
            window: "transaction" | "minute" | "hour" | "day" | "week" | "month" | "lifetime";
            /**
             * @description Null: the tree's.
             * @example null
             */
            timezone: string | null;
            /**
             * @example amount
             * @enum {string}
             */
            metric: "amount" | "count" | "denials";
            /**
             * @description The one in force: decimal text, or a whole number as text for the metrics count and denials.
             * @example 25
             */
            limit: string;
            /**
             * @example vendor
             * @enum {string|null}
             */
            per: "vendor" | "category" | "run" | "request" | null;
            /**
             * @example subtree
             * @enum {string}
             */
            scope: "subtree" | "self";
            /**
             * @example deny
             * @enum {string}
             */
            onExceed: "deny" | "approve" | "pause" | "notify";
            /** @description Of a limit that follows the past. */
            relative?: components["schemas"]["Relative"];
            /** @description With `relative`: the past that the limit in force was worked out from; null if there was none. */
            baseline?: components["schemas"]["Baseline"] | null;
            /** @description The counter that the reservation is in, of the window in which it was made; null where there is none. */
            usage: components["schemas"]["Usage"] | null;
        };
        ReservationItem: {
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            id: string;
            /**
             * @example held
             * @enum {string}
             */
            state: "pending_approval" | "held" | "committed" | "released" | "expired" | "rejected";
            /**
             * @description What was set aside at first: nothing for a charge.
             * @example 0.0035
             */
            amount: string;
            /**
             * @description What is still set aside.
             * @example 0.0035
             */
            held: string;
            /**
             * @description What was paid, refunds not taken off.
             * @example 0
             */
            committed: string;
            /** @example 0 */
            refunded: string;
            /** @example openai */
            vendor: string | null;
            /** @example llm */
            category: string | null;
            /** @example run-42 */
            runId: string | null;
            /** @example summarise/7 */
            taskId: string | null;
            /** @example summary of the third source */
            reason: string | null;
            /**
             * @example available
             * @enum {string}
             */
            overage: "available" | "reject" | "overdraft";
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:40:00.000Z
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When its hold ended, or the last of its cost was recorded after that; null while it is live.
             * @example null
             */
            settledAt: string | null;
            /**
             * @description What is bought.
             * @example gpt-4o
             */
            item: string | null;
            /** @description The price that it was made under and is paid by; null where callers name amounts. */
            price: (components["schemas"]["BudgetSource"] | components["schemas"]["CatalogueSource"]) | null;
            /**
             * @description What its commits have reported so far.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage: {
                [key: string]: number;
            } | null;
            /**
             * @description How the one who was paid named what was settled last.
             * @example chatcmpl-9f3a
             */
            externalId: string | null;
            /** @description What came of the call, as it was reported last; null where nobody has said. */
            outcome: components["schemas"]["CallOutcome"] | null;
            /**
             * @description How the last refund is named that has a name.
             * @example null
             */
            refundExternalId: string | null;
            /**
             * @description What of the usage came back with refunds.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            refundedUsage: {
                [key: string]: number;
            } | null;
            /**
             * Format: date-time
             * @description Of a charge: when its cost happened. Null for what set money aside.
             * @example null
             */
            occurredAt: string | null;
            /**
             * @description What becomes of what is held when nobody settles it: it goes back, or is paid.
             * @example release
             * @enum {string}
             */
            onExpiry: "release" | "commit";
            /** @description Null for one that was made without a settlement token. */
            settlement: components["schemas"]["Settleable"] | null;
            /** @description What a call cost beyond what could be recorded; null where nothing is claimed. */
            claim: components["schemas"]["Claim"] | null;
            /** @description What was said against its payments last, be it over; null where nothing was. */
            dispute: components["schemas"]["Dispute"] | null;
            /**
             * @description How far its commits went above limits, all in all.
             * @example 0
             */
            overdrawn: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            treeId: string;
            /**
             * @description How long it still is held, or waits for approval: needs no synchronised clock. Zero for a settled one.
             * @example 600000
             */
            remainingTtlMs: number;
            /**
             * @description The name of its budget now.
             * @example research team
             */
            budgetName: string;
            /** @description Null for one that nobody had to approve. */
            approval: components["schemas"]["NamedApproval"] | null;
            /** @description With expand=budget. */
            budget?: components["schemas"]["BudgetItem"];
            /** @description With expand=envelopes: those in force that asked people, and then those that counted it, as far as they lie in the reach of the key. */
            envelopes?: components["schemas"]["CountingEnvelope"][];
            /**
             * @description With expand=metadata.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description The labels of its commits and refunds so far, at most 32; of those of one name the latest. They come before `metadata`. Null where there are none.
             * @example {
             *       "customer": "x"
             *     }
             */
            settlementMetadata?: {
                [key: string]: string;
            } | null;
        };
        ReservationPage: {
            items: components["schemas"]["ReservationItem"][];
            /** @description Null on the last page. */
            nextCursor: string | null;
        };
        ReservationDetails: {
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            id: string;
            /**
             * @example held
             * @enum {string}
             */
            state: "pending_approval" | "held" | "committed" | "released" | "expired" | "rejected";
            /**
             * @description What was set aside at first: nothing for a charge.
             * @example 0.0035
             */
            amount: string;
            /**
             * @description What is still set aside.
             * @example 0.0035
             */
            held: string;
            /**
             * @description What was paid, refunds not taken off.
             * @example 0
             */
            committed: string;
            /** @example 0 */
            refunded: string;
            /** @example openai */
            vendor: string | null;
            /** @example llm */
            category: string | null;
            /** @example run-42 */
            runId: string | null;
            /** @example summarise/7 */
            taskId: string | null;
            /** @example summary of the third source */
            reason: string | null;
            /**
             * @example available
             * @enum {string}
             */
            overage: "available" | "reject" | "overdraft";
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:40:00.000Z
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When its hold ended, or the last of its cost was recorded after that; null while it is live.
             * @example null
             */
            settledAt: string | null;
            /**
             * @description What is bought.
             * @example gpt-4o
             */
            item: string | null;
            /** @description The price that it was made under and is paid by; null where callers name amounts. */
            price: (components["schemas"]["BudgetSource"] | components["schemas"]["CatalogueSource"]) | null;
            /**
             * @description What its commits have reported so far.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage: {
                [key: string]: number;
            } | null;
            /**
             * @description How the one who was paid named what was settled last.
             * @example chatcmpl-9f3a
             */
            externalId: string | null;
            /** @description What came of the call, as it was reported last; null where nobody has said. */
            outcome: components["schemas"]["CallOutcome"] | null;
            /**
             * @description How the last refund is named that has a name.
             * @example null
             */
            refundExternalId: string | null;
            /**
             * @description What of the usage came back with refunds.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            refundedUsage: {
                [key: string]: number;
            } | null;
            /**
             * Format: date-time
             * @description Of a charge: when its cost happened. Null for what set money aside.
             * @example null
             */
            occurredAt: string | null;
            /**
             * @description What becomes of what is held when nobody settles it: it goes back, or is paid.
             * @example release
             * @enum {string}
             */
            onExpiry: "release" | "commit";
            /** @description Null for one that was made without a settlement token. */
            settlement: components["schemas"]["Settleable"] | null;
            /** @description What a call cost beyond what could be recorded; null where nothing is claimed. */
            claim: components["schemas"]["Claim"] | null;
            /** @description What was said against its payments last, be it over; null where nothing was. */
            dispute: components["schemas"]["Dispute"] | null;
            /**
             * @description How far its commits went above limits, all in all.
             * @example 0
             */
            overdrawn: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            treeId: string;
            /**
             * @description How long it still is held, or waits for approval: needs no synchronised clock. Zero for a settled one.
             * @example 600000
             */
            remainingTtlMs: number;
            /**
             * @description The name of its budget now.
             * @example research team
             */
            budgetName: string;
            /** @description Null for one that nobody had to approve. */
            approval: components["schemas"]["NamedApproval"] | null;
            /** @description With expand=budget. */
            budget?: components["schemas"]["BudgetItem"];
            /** @description With expand=envelopes: those in force that asked people, and then those that counted it, as far as they lie in the reach of the key. */
            envelopes?: components["schemas"]["CountingEnvelope"][];
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description The labels of its commits and refunds so far, at most 32; of those of one name the latest. They come before `metadata`. Null where there are none.
             * @example {
             *       "customer": "x"
             *     }
             */
            settlementMetadata: {
                [key: string]: string;
            } | null;
            /**
             * @example {
             *       "model": "gpt-4o"
             *     }
             */
            context: {
                [key: string]: unknown;
            } | null;
            /** @description The counters it was charged to, and in which it settles. */
            charges: string[];
        };
        BatchReserve: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description The most that the call can cost. Required without `usage`.
             * @example 0.0035
             */
            amount?: string;
            /**
             * @description Who is paid.
             * @example openai
             */
            vendor?: string | null;
            /**
             * @description What is paid for.
             * @example llm
             */
            category?: string | null;
            /**
             * @description What is bought: a model, a tool, an action, an outcome.
             * @example gpt-4o
             */
            item?: string | null;
            /**
             * @description Instead of `amount`: the most that the call can use of the item. The service works out what it costs, by the price in force for vendor and item.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage?: {
                [key: string]: number;
            };
            /**
             * @description The run that the call belongs to.
             * @example run-42
             */
            runId?: string | null;
            /** @description How long it is held if nothing happens. Left out: `600`. */
            ttlSeconds?: number;
            /** @example summarise/7 */
            taskId?: string | null;
            /** @example summary of the third source */
            reason?: string | null;
            /**
             * @description Anything that helps to understand the call later; kept with the reservation.
             * @example {
             *       "model": "gpt-4o",
             *       "maxTokens": 800
             *     }
             */
            context?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Labels that can be listed by.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description What a commit above the hold does: take the rest under the same limits, fail whole, or record the debt and pause the budget. Left out: `available`.
             * @enum {string}
             */
            overage?: "available" | "reject" | "overdraft";
            /**
             * @description What becomes of what is held when nobody settles it: it goes back or, of a promise that somebody else can cash, it is paid. Left out: `release`.
             * @enum {string}
             */
            onExpiry?: "release" | "commit";
            /** @description Whether it gets a settlement token, with which somebody else can settle it, up to what is held: see `settlementToken` of the answer. Left out: `false`. */
            settleable?: boolean;
            /**
             * @description With `settleable`: the SHA-256 (hexadecimal) of a secret that you chose, 32 random bytes as base64url. The token is then `settlement.prefix` of the answer, followed by your secret. Left out: the service makes the secret, and shows it once.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            settlementSecretHash?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "reserve";
            /**
             * @description What the Idempotency-Key header is to a single request.
             * @example step-17-a4c09b
             */
            idempotencyKey: string;
        };
        CallOutcomeBody: {
            /**
             * @description What it was, by a name of your own.
             * @example ticket_resolved
             */
            type: string;
            /**
             * @description What proves it, as texts by name: an address, a hash, an id. It is kept, and not looked at.
             * @example {
             *       "ticket": "T-4711",
             *       "url": "https://desk.example/T-4711"
             *     }
             */
            evidence?: {
                [key: string]: string;
            } | null;
        };
        BatchCharge: {
            /**
             * @description What it did cost. Required without `usage`.
             * @example 12.5
             */
            amount?: string;
            /**
             * @description Who was paid.
             * @example openai
             */
            vendor: string;
            /**
             * @description What was paid for.
             * @example llm
             */
            category?: string | null;
            /**
             * @description What was bought: a model, a tool, an action, an outcome.
             * @example gpt-4o
             */
            item?: string | null;
            /**
             * @description What was used of the item. Without `amount` the service works out what it cost, by the price that was in force when it happened; beside an amount it is kept as evidence.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage?: {
                [key: string]: number;
            };
            /**
             * @description The run that it belongs to.
             * @example run-42
             */
            runId?: string | null;
            /** @example summarise/7 */
            taskId?: string | null;
            /**
             * @description How the vendor names it: the id of a request, a line of an invoice, the hash of a transaction. In a tree it is charged once.
             * @example chatcmpl-9f3a
             */
            externalId?: string | null;
            /** @description What came of the call. */
            outcome?: components["schemas"]["CallOutcomeBody"] | null;
            /**
             * Format: date-time
             * @description When it happened: at most 400 days ago. Left out: now.
             * @example 2026-11-21T09:30:00Z
             */
            occurredAt?: string | null;
            /** @example invoice of October */
            reason?: string | null;
            /**
             * @description Labels that can be listed by.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description The cost has happened (`overdraft`): it is recorded whatever it passes, as far as the key may do that, and claimed beyond. Or it is asked about (`available`): denied where a limit is in the way. Left out: `overdraft`.
             * @enum {string}
             */
            overage?: "overdraft" | "available";
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "charge";
            /**
             * @description What the Idempotency-Key header is to a single request.
             * @example step-17-a4c09b
             */
            idempotencyKey: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
        };
        BatchCommit: {
            /** @example the call was not needed */
            reason?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description What the call, or this part of it, did cost. Required without `total` and without `usage`; of a reservation that was made by usage, its cost follows from usage.
             * @example 0.0021
             */
            amount?: string;
            /**
             * @description Instead of `amount`: what the whole call has cost so far. It may be repeated, and come late: what was paid is not paid twice.
             * @example 0.0021
             */
            total?: string;
            /**
             * @description What the call, or this part of it, used.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage?: {
                [key: string]: number;
            };
            /**
             * @description Instead of `usage`: what the whole call has used so far. It may be repeated, and come late.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            totalUsage?: {
                [key: string]: number;
            };
            /**
             * @description How the one who is paid names the call: the id of their request, the hash of a transaction.
             * @example chatcmpl-9f3a
             */
            externalId?: string | null;
            /** @description What came of the call. A later commit can say it again: the last one counts. */
            outcome?: components["schemas"]["CallOutcomeBody"] | null;
            /**
             * @description Labels of this settlement. They come before those of the reservation, hold for later settlements too until one says otherwise, and can be listed by.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /** @description Whether the rest of the hold is given back; false keeps it for further commits. Left out: `true`. */
            final?: boolean;
            /**
             * @description Left out: as the reservation says.
             * @example reject
             * @enum {string|null}
             */
            overage?: "available" | "reject" | "overdraft" | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "commit";
            /**
             * @description What the Idempotency-Key header is to a single request.
             * @example step-17-a4c09b
             */
            idempotencyKey: string;
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            reservationId: string;
        };
        BatchRelease: {
            /** @example the call was not needed */
            reason?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "release";
            /**
             * @description What the Idempotency-Key header is to a single request.
             * @example step-17-a4c09b
             */
            idempotencyKey: string;
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            reservationId: string;
        };
        BatchExtend: {
            /** @example the call was not needed */
            reason?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description How long, from now, it is held at least.
             * @example 600
             */
            ttlSeconds: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "extend";
            /**
             * @description What the Idempotency-Key header is to a single request.
             * @example step-17-a4c09b
             */
            idempotencyKey: string;
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            reservationId: string;
        };
        BatchRefund: {
            /** @example the call was not needed */
            reason?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description How much of what was paid came back.
             * @example 0.0005
             */
            amount: string;
            /**
             * @description What of the reported usage came back with it: no more of a unit than commits have reported. It is taken off the usage of spend; the amount is yours to say, and tiers stay where they are.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage?: {
                [key: string]: number;
            };
            /**
             * @description How the one who pays back names the refund: the id of a credit, the hash of a transaction.
             * @example re-7c21
             */
            externalId?: string | null;
            /**
             * @description Labels of this settlement. They come before those of the reservation, hold for later settlements too until one says otherwise, and can be listed by.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "refund";
            /**
             * @description What the Idempotency-Key header is to a single request.
             * @example step-17-a4c09b
             */
            idempotencyKey: string;
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            reservationId: string;
        };
        BatchSettleClaim: {
            /** @example the call was not needed */
            reason?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description How much of it is paid. Left out: all that is claimed.
             * @example 2.5
             */
            amount?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "claim_settle";
            /**
             * @description What the Idempotency-Key header is to a single request.
             * @example step-17-a4c09b
             */
            idempotencyKey: string;
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            reservationId: string;
        };
        BatchDismissClaim: {
            /**
             * @description Kept in the journal.
             * @example reported twice
             */
            reason: string;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "claim_dismiss";
            /**
             * @description What the Idempotency-Key header is to a single request.
             * @example step-17-a4c09b
             */
            idempotencyKey: string;
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            reservationId: string;
        };
        BatchBody: {
            /** @description Decided in this order; the denial of one does not keep the others from passing. */
            commands: (components["schemas"]["BatchReserve"] | components["schemas"]["BatchCharge"] | components["schemas"]["BatchCommit"] | components["schemas"]["BatchRelease"] | components["schemas"]["BatchExtend"] | components["schemas"]["BatchRefund"] | components["schemas"]["BatchSettleClaim"] | components["schemas"]["BatchDismissClaim"])[];
        };
        WrittenReservation: {
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            id: string;
            /**
             * @example held
             * @enum {string}
             */
            state: "pending_approval" | "held" | "committed" | "released" | "expired" | "rejected";
            /**
             * @description What was set aside at first: nothing for a charge.
             * @example 0.0035
             */
            amount: string;
            /**
             * @description What is still set aside.
             * @example 0.0035
             */
            held: string;
            /**
             * @description What was paid, refunds not taken off.
             * @example 0
             */
            committed: string;
            /** @example 0 */
            refunded: string;
            /** @example openai */
            vendor: string | null;
            /** @example llm */
            category: string | null;
            /** @example run-42 */
            runId: string | null;
            /** @example summarise/7 */
            taskId: string | null;
            /** @example summary of the third source */
            reason: string | null;
            /**
             * @example available
             * @enum {string}
             */
            overage: "available" | "reject" | "overdraft";
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:40:00.000Z
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When its hold ended, or the last of its cost was recorded after that; null while it is live.
             * @example null
             */
            settledAt: string | null;
            /**
             * @description What is bought.
             * @example gpt-4o
             */
            item: string | null;
            /** @description The price that it was made under and is paid by; null where callers name amounts. */
            price: (components["schemas"]["BudgetSource"] | components["schemas"]["CatalogueSource"]) | null;
            /**
             * @description What its commits have reported so far.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage: {
                [key: string]: number;
            } | null;
            /**
             * @description How the one who was paid named what was settled last.
             * @example chatcmpl-9f3a
             */
            externalId: string | null;
            /** @description What came of the call, as it was reported last; null where nobody has said. */
            outcome: components["schemas"]["CallOutcome"] | null;
            /**
             * @description How the last refund is named that has a name.
             * @example null
             */
            refundExternalId: string | null;
            /**
             * @description What of the usage came back with refunds.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            refundedUsage: {
                [key: string]: number;
            } | null;
            /**
             * Format: date-time
             * @description Of a charge: when its cost happened. Null for what set money aside.
             * @example null
             */
            occurredAt: string | null;
            /**
             * @description What becomes of what is held when nobody settles it: it goes back, or is paid.
             * @example release
             * @enum {string}
             */
            onExpiry: "release" | "commit";
            /** @description Null for one that was made without a settlement token. */
            settlement: components["schemas"]["Settleable"] | null;
            /** @description Null for one that nobody had to approve. */
            approval: components["schemas"]["Approval"] | null;
            /** @description What a call cost beyond what could be recorded; null where nothing is claimed. */
            claim: components["schemas"]["Claim"] | null;
            /** @description What was said against its payments last, be it over; null where nothing was. */
            dispute: components["schemas"]["Dispute"] | null;
            /**
             * @description How far its commits went above limits, all in all.
             * @example 0
             */
            overdrawn: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            treeId: string;
            /**
             * @description How long it still is held, or waits for approval: needs no synchronised clock. Zero for a settled one.
             * @example 600000
             */
            remainingTtlMs: number;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description The labels of its commits and refunds so far, at most 32; of those of one name the latest. They come before `metadata`. Null where there are none.
             * @example {
             *       "customer": "x"
             *     }
             */
            settlementMetadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Of one that is made with `settleable`: what the seller sends as the bearer token. Shown only in the first answer: a repeated request gets null, since only a hash is kept. Null as well where you chose the secret: it follows `settlement.prefix`.
             * @example pst_01k9v3p0a1b2c3d4e5f6g7h8j9_5n0f…
             */
            settlementToken?: string | null;
            budget: components["schemas"]["ReservedBudget"];
            /** @description `notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit above which a real cost was recorded. */
            notices?: components["schemas"]["ExplainedViolation"][];
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["Reservation"];
            };
        };
        BatchAccepted: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            outcome: "accepted";
            /**
             * @description As the single route would have answered.
             * @enum {integer}
             */
            status: 200 | 201 | 202;
            /** @description Whether this is the answer to an earlier command with the same key. */
            replayed: boolean;
            body: components["schemas"]["WrittenReservation"];
        };
        FieldError: {
            /**
             * @description A path into the body, a parameter or a header; empty for the whole body.
             * @example envelopes.0.limit
             */
            field: string;
            /**
             * @description The rule that is broken.
             * @example amount
             */
            rule: string;
            /** @example envelopes.0.limit must be a decimal string */
            message: string;
        };
        Problem: {
            /**
             * @description Resolves to the page of this problem in the docs.
             * @example /docs/errors/not_found
             */
            type: string;
            /** @example There is nothing with this id */
            title: string;
            /** @example 404 */
            status: number;
            /**
             * @description What was wrong this time.
             * @example There is no budget with this id.
             */
            detail: string;
            /**
             * @description Stable: what programs go by.
             * @example not_found
             * @enum {string}
             */
            code: "validation_failed" | "malformed_json" | "invalid_encoding" | "malformed_request" | "unauthenticated" | "csrf" | "rate_limited" | "too_much_at_once" | "route_not_found" | "method_not_allowed" | "not_acceptable" | "request_timeout" | "too_many_webhooks" | "webhook_kind" | "meter_event_state" | "body_too_large" | "uri_too_long" | "unsupported_media_type" | "idempotency_key_required" | "if_match_required" | "headers_too_large" | "internal_error" | "overloaded" | "unavailable" | "forbidden" | "not_found" | "invalid_amount" | "invalid_allowance" | "idempotency_key_reused" | "revision_mismatch" | "version_mismatch" | "invalid_envelope" | "invalid_price" | "price_unknown" | "invalid_usage" | "usage_required" | "amount_required" | "invalid_time" | "charge_exists" | "reservation_state" | "settlement_exceeds_hold" | "set_from_above" | "own_request" | "not_an_approver" | "approver_out_of_reach" | "already_approved" | "approval_too_late" | "dispute_exists" | "dispute_too_late" | "dispute_exceeded" | "not_your_dispute" | "fingerprint_mismatch" | "budget_state" | "reason_required" | "below_used" | "claim_exceeded" | "overdraft_bound" | "refund_exceeds_committed" | "refund_exceeds_usage" | "depth_exceeded" | "too_many_prices" | "too_many_envelopes" | "not_a_root" | "holds_live" | "invalid_key" | "key_ended" | "amount_overflow" | "budget_closed" | "budget_frozen" | "budget_paused" | "vendor_not_allowed" | "category_not_allowed" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount" | "overage_rejected" | "too_many_names" | "insufficient_funds" | "envelope_exceeded" | "count_exceeded";
            /** @description The X-Request-Id of the answer. */
            requestId: string;
            /** @description With `validation_failed`: what is wrong. */
            errors?: components["schemas"]["FieldError"][];
            /** @description With a denial: the rules in the way on the whole path to the root, at most 20 of them. */
            violations?: components["schemas"]["ExplainedViolation"][];
            /**
             * @description How many more rules are in the way than the 20 that are listed; absent where there are none.
             * @example 12
             */
            violationsOmitted?: number;
            /**
             * @description With a denial: the largest amount that would pass now.
             * @example 0.9
             */
            largestAdmissible?: string;
            /**
             * Format: date-time
             * @description With a denial: when the request as made would pass if nothing else happened; null for never.
             */
            retryAt?: string | null;
            /**
             * @description The same in seconds, as the header Retry-After; with every 429 and 503.
             * @example 5
             */
            retryAfterSeconds?: number;
            /**
             * @description The field at fault.
             * @example ceiling
             */
            field?: string;
            /**
             * @description The value of `field` that would be accepted.
             * @example 12.5
             */
            acceptable?: string;
            /**
             * @description With `charge_exists`: the reservation that has the name, where the key reaches it.
             * @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9
             */
            reservationId?: string;
            /**
             * Format: date-time
             * @description With `dispute_too_late`: when the time was over.
             * @example 2026-12-21T09:30:00.000Z
             */
            until?: string;
            /**
             * @description With `forbidden`: what the key would have to allow.
             * @example manage
             */
            action?: string;
            /**
             * @description With `forbidden`: the scope of the key that is in the way.
             * @example vendors
             */
            scope?: string;
            /**
             * @description The current revision or version.
             * @example 7
             */
            current?: number;
        };
        BatchProblem: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            outcome: "problem";
            /**
             * @description As the single route would have answered.
             * @example 402
             */
            status: number;
            body: components["schemas"]["Problem"];
        };
        BatchResults: {
            /** @description One for each command, in the same order. */
            results: (components["schemas"]["BatchAccepted"] | components["schemas"]["BatchProblem"])[];
        };
        CommitBody: {
            /** @example the call was not needed */
            reason?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description What the call, or this part of it, did cost. Required without `total` and without `usage`; of a reservation that was made by usage, its cost follows from usage.
             * @example 0.0021
             */
            amount?: string;
            /**
             * @description Instead of `amount`: what the whole call has cost so far. It may be repeated, and come late: what was paid is not paid twice.
             * @example 0.0021
             */
            total?: string;
            /**
             * @description What the call, or this part of it, used.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage?: {
                [key: string]: number;
            };
            /**
             * @description Instead of `usage`: what the whole call has used so far. It may be repeated, and come late.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            totalUsage?: {
                [key: string]: number;
            };
            /**
             * @description How the one who is paid names the call: the id of their request, the hash of a transaction.
             * @example chatcmpl-9f3a
             */
            externalId?: string | null;
            /** @description What came of the call. A later commit can say it again: the last one counts. */
            outcome?: components["schemas"]["CallOutcomeBody"] | null;
            /**
             * @description Labels of this settlement. They come before those of the reservation, hold for later settlements too until one says otherwise, and can be listed by.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /** @description Whether the rest of the hold is given back; false keeps it for further commits. Left out: `true`. */
            final?: boolean;
            /**
             * @description Left out: as the reservation says.
             * @example reject
             * @enum {string|null}
             */
            overage?: "available" | "reject" | "overdraft" | null;
        };
        WrittenClaimedReservation: {
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            id: string;
            /**
             * @example held
             * @enum {string}
             */
            state: "pending_approval" | "held" | "committed" | "released" | "expired" | "rejected";
            /**
             * @description What was set aside at first: nothing for a charge.
             * @example 0.0035
             */
            amount: string;
            /**
             * @description What is still set aside.
             * @example 0.0035
             */
            held: string;
            /**
             * @description What was paid, refunds not taken off.
             * @example 0
             */
            committed: string;
            /** @example 0 */
            refunded: string;
            /** @example openai */
            vendor: string | null;
            /** @example llm */
            category: string | null;
            /** @example run-42 */
            runId: string | null;
            /** @example summarise/7 */
            taskId: string | null;
            /** @example summary of the third source */
            reason: string | null;
            /**
             * @example available
             * @enum {string}
             */
            overage: "available" | "reject" | "overdraft";
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:40:00.000Z
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When its hold ended, or the last of its cost was recorded after that; null while it is live.
             * @example null
             */
            settledAt: string | null;
            /**
             * @description What is bought.
             * @example gpt-4o
             */
            item: string | null;
            /** @description The price that it was made under and is paid by; null where callers name amounts. */
            price: (components["schemas"]["BudgetSource"] | components["schemas"]["CatalogueSource"]) | null;
            /**
             * @description What its commits have reported so far.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage: {
                [key: string]: number;
            } | null;
            /**
             * @description How the one who was paid named what was settled last.
             * @example chatcmpl-9f3a
             */
            externalId: string | null;
            /** @description What came of the call, as it was reported last; null where nobody has said. */
            outcome: components["schemas"]["CallOutcome"] | null;
            /**
             * @description How the last refund is named that has a name.
             * @example null
             */
            refundExternalId: string | null;
            /**
             * @description What of the usage came back with refunds.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            refundedUsage: {
                [key: string]: number;
            } | null;
            /**
             * Format: date-time
             * @description Of a charge: when its cost happened. Null for what set money aside.
             * @example null
             */
            occurredAt: string | null;
            /**
             * @description What becomes of what is held when nobody settles it: it goes back, or is paid.
             * @example release
             * @enum {string}
             */
            onExpiry: "release" | "commit";
            /** @description Null for one that was made without a settlement token. */
            settlement: components["schemas"]["Settleable"] | null;
            /** @description Null for one that nobody had to approve. */
            approval: components["schemas"]["Approval"] | null;
            /** @description What could not be recorded. */
            claim: components["schemas"]["Claim"];
            /** @description What was said against its payments last, be it over; null where nothing was. */
            dispute: components["schemas"]["Dispute"] | null;
            /**
             * @description How far its commits went above limits, all in all.
             * @example 0
             */
            overdrawn: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            treeId: string;
            /**
             * @description How long it still is held, or waits for approval: needs no synchronised clock. Zero for a settled one.
             * @example 600000
             */
            remainingTtlMs: number;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description The labels of its commits and refunds so far, at most 32; of those of one name the latest. They come before `metadata`. Null where there are none.
             * @example {
             *       "customer": "x"
             *     }
             */
            settlementMetadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Of one that is made with `settleable`: what the seller sends as the bearer token. Shown only in the first answer: a repeated request gets null, since only a hash is kept. Null as well where you chose the secret: it follows `settlement.prefix`.
             * @example pst_01k9v3p0a1b2c3d4e5f6g7h8j9_5n0f…
             */
            settlementToken?: string | null;
            budget: components["schemas"]["ReservedBudget"];
            /** @description `notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit above which a real cost was recorded. */
            notices?: components["schemas"]["ExplainedViolation"][];
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["Reservation"];
            };
        };
        ReleaseBody: {
            /** @example the call was not needed */
            reason?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
        };
        ExtendBody: {
            /** @example the call was not needed */
            reason?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description How long, from now, it is held at least.
             * @example 600
             */
            ttlSeconds: number;
        };
        RefundBody: {
            /** @example the call was not needed */
            reason?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description How much of what was paid came back.
             * @example 0.0005
             */
            amount: string;
            /**
             * @description What of the reported usage came back with it: no more of a unit than commits have reported. It is taken off the usage of spend; the amount is yours to say, and tiers stay where they are.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage?: {
                [key: string]: number;
            };
            /**
             * @description How the one who pays back names the refund: the id of a credit, the hash of a transaction.
             * @example re-7c21
             */
            externalId?: string | null;
            /**
             * @description Labels of this settlement. They come before those of the reservation, hold for later settlements too until one says otherwise, and can be listed by.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
        };
        ChargeBody: {
            /**
             * @description What it did cost. Required without `usage`.
             * @example 12.5
             */
            amount?: string;
            /**
             * @description Who was paid.
             * @example openai
             */
            vendor: string;
            /**
             * @description What was paid for.
             * @example llm
             */
            category?: string | null;
            /**
             * @description What was bought: a model, a tool, an action, an outcome.
             * @example gpt-4o
             */
            item?: string | null;
            /**
             * @description What was used of the item. Without `amount` the service works out what it cost, by the price that was in force when it happened; beside an amount it is kept as evidence.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage?: {
                [key: string]: number;
            };
            /**
             * @description The run that it belongs to.
             * @example run-42
             */
            runId?: string | null;
            /** @example summarise/7 */
            taskId?: string | null;
            /**
             * @description How the vendor names it: the id of a request, a line of an invoice, the hash of a transaction. In a tree it is charged once.
             * @example chatcmpl-9f3a
             */
            externalId?: string | null;
            /** @description What came of the call. */
            outcome?: components["schemas"]["CallOutcomeBody"] | null;
            /**
             * Format: date-time
             * @description When it happened: at most 400 days ago. Left out: now.
             * @example 2026-11-21T09:30:00Z
             */
            occurredAt?: string | null;
            /** @example invoice of October */
            reason?: string | null;
            /**
             * @description Labels that can be listed by.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description The cost has happened (`overdraft`): it is recorded whatever it passes, as far as the key may do that, and claimed beyond. Or it is asked about (`available`): denied where a limit is in the way. Left out: `overdraft`.
             * @enum {string}
             */
            overage?: "overdraft" | "available";
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
        };
        SettleClaimBody: {
            /** @example the call was not needed */
            reason?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description How much of it is paid. Left out: all that is claimed.
             * @example 2.5
             */
            amount?: string | null;
        };
        DismissClaimBody: {
            /**
             * @description Kept in the journal.
             * @example reported twice
             */
            reason: string;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
        };
        OpenDisputeBody: {
            /**
             * @description How much of it should come back. Left out: all that was paid, has not come back, and was not answered before.
             * @example 0.0005
             */
            amount?: string | null;
            /**
             * @description Kept with the reservation.
             * @example the ticket was opened again
             */
            reason: string;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
        };
        UpholdDisputeBody: {
            /**
             * Format: date-time
             * @description The `at` of the dispute that was seen: that one is answered, and no other that was opened meanwhile. Without it `expectedVersion` has to be given.
             * @example 2026-11-22T10:00:00.000Z
             */
            openedAt?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the dispute is the one that was seen. Without it `openedAt` has to be given.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description How much comes back. Left out: all that is still disputed.
             * @example 0.0005
             */
            amount?: string | null;
            /**
             * @description How the one who pays back names it, such as the id of a credit note: as the name of a refund.
             * @example re-7c21
             */
            externalId?: string | null;
            /** @example half of the work was usable */
            reason?: string | null;
        };
        RejectDisputeBody: {
            /**
             * Format: date-time
             * @description The `at` of the dispute that was seen: that one is answered, and no other that was opened meanwhile. Without it `expectedVersion` has to be given.
             * @example 2026-11-22T10:00:00.000Z
             */
            openedAt?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the dispute is the one that was seen. Without it `openedAt` has to be given.
             * @example 42
             */
            expectedVersion?: number | null;
            /**
             * @description Kept with the reservation.
             * @example the ticket was resolved
             */
            reason: string;
        };
        Settlement: {
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            reservationId: string;
            /**
             * @description Only what is `held` can be settled. `pending_approval` waits for people, and may come to be held.
             * @example held
             * @enum {string}
             */
            state: "pending_approval" | "held" | "committed" | "released" | "expired" | "rejected";
            /** @example USD */
            currency: string;
            /**
             * @description What was set aside at first.
             * @example 0.0035
             */
            amount: string;
            /**
             * @description What is still set aside: the most that can be paid.
             * @example 0.0035
             */
            held: string;
            /**
             * @description What was paid.
             * @example 0
             */
            committed: string;
            /**
             * @description Whom it is for.
             * @example acme
             */
            vendor: string | null;
            /**
             * @description What for.
             * @example null
             */
            item: string | null;
            /**
             * @description What becomes of what is held when nobody settles it.
             * @example commit
             * @enum {string}
             */
            onExpiry: "release" | "commit";
            /**
             * Format: date-time
             * @example 2026-11-21T09:40:00.000Z
             */
            expiresAt: string;
            /**
             * @description How long it still is held: needs no synchronised clock. Zero for a settled one.
             * @example 600000
             */
            remainingTtlMs: number;
            /**
             * Format: date-time
             * @example null
             */
            settledAt: string | null;
        };
        PayeeCommitBody: {
            /** @example out of stock */
            reason?: string | null;
            /**
             * @description What it, or this part of it, did cost: at most what is held. Of what was reserved by usage, say `usage`.
             * @example 0.0021
             */
            amount?: string;
            /**
             * @description What it, or this part of it, used.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage?: {
                [key: string]: number;
            };
            /**
             * @description How you name it: the id of your order, the hash of a transaction.
             * @example chatcmpl-9f3a
             */
            externalId?: string | null;
            /** @description What came of it. */
            outcome?: components["schemas"]["CallOutcomeBody"] | null;
            /** @description Whether the rest of the hold is given back; false keeps it for further commits. Left out: `true`. */
            final?: boolean;
        };
        WrittenSettlement: {
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            reservationId: string;
            /**
             * @description Only what is `held` can be settled. `pending_approval` waits for people, and may come to be held.
             * @example held
             * @enum {string}
             */
            state: "pending_approval" | "held" | "committed" | "released" | "expired" | "rejected";
            /** @example USD */
            currency: string;
            /**
             * @description What was set aside at first.
             * @example 0.0035
             */
            amount: string;
            /**
             * @description What is still set aside: the most that can be paid.
             * @example 0.0035
             */
            held: string;
            /**
             * @description What was paid.
             * @example 0
             */
            committed: string;
            /**
             * @description Whom it is for.
             * @example acme
             */
            vendor: string | null;
            /**
             * @description What for.
             * @example null
             */
            item: string | null;
            /**
             * @description What becomes of what is held when nobody settles it.
             * @example commit
             * @enum {string}
             */
            onExpiry: "release" | "commit";
            /**
             * Format: date-time
             * @example 2026-11-21T09:40:00.000Z
             */
            expiresAt: string;
            /**
             * @description How long it still is held: needs no synchronised clock. Zero for a settled one.
             * @example 600000
             */
            remainingTtlMs: number;
            /**
             * Format: date-time
             * @example null
             */
            settledAt: string | null;
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["Settlement"];
            };
        };
        PayeeReleaseBody: {
            /** @example out of stock */
            reason?: string | null;
        };
        RunExtendBody: {
            /**
             * @description Where: reservations on this budget and below. Left out: all that the key reaches. A caller that is bound to no budget has to name one, since runs of different trees can have the same name.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId?: string;
            /** @example the run was stopped */
            reason?: string | null;
            /** @description How many reservations this request is about, at most. Left out: `500`. */
            limit?: number;
            /** @description The nextCursor of the page before. */
            cursor?: string;
            /**
             * @description How long, from now, each is held at least.
             * @example 600
             */
            ttlSeconds: number;
        };
        RunRefusal: {
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            reservationId: string;
            /**
             * @description As the single route would have answered.
             * @example 409
             */
            status: number;
            /**
             * @description The code of the problem.
             * @example reservation_state
             */
            code: string;
            /** @example The reservation is committed; only one that is held can be extended. */
            detail: string;
        };
        RunResult: {
            /**
             * @description To how many reservations it was done.
             * @example 212
             */
            done: number;
            /**
             * @description To how many of them an earlier request with the same key did it.
             * @example 0
             */
            replayed: number;
            /** @description To which it was not done, and why; the oldest first. */
            refused: components["schemas"]["RunRefusal"][];
            /**
             * @description The cursor of the next request; null when this was the last part.
             * @example null
             */
            nextCursor: string | null;
        };
        RunReleaseBody: {
            /**
             * @description Where: reservations on this budget and below. Left out: all that the key reaches. A caller that is bound to no budget has to name one, since runs of different trees can have the same name.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId?: string;
            /** @example the run was stopped */
            reason?: string | null;
            /** @description How many reservations this request is about, at most. Left out: `500`. */
            limit?: number;
            /** @description The nextCursor of the page before. */
            cursor?: string;
        };
        ApproveBody: {
            /** @example within the plan */
            comment?: string | null;
            /**
             * @description The reservation's `approval.fingerprint`: approve only if it is still this request.
             * @example 3f2a9c0d5b6e7f8091a2b3c4d5e6f708
             */
            fingerprint?: string | null;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
        };
        RejectBody: {
            /**
             * @description Kept with the reservation.
             * @example too dear
             */
            reason: string;
            /**
             * @description Act only if the budget is at this version, so that the balance is the one that was seen.
             * @example 42
             */
            expectedVersion?: number | null;
        };
        PurposeBody: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description The most that the call can cost. Required without `usage`.
             * @example 0.0035
             */
            amount?: string;
            /**
             * @description Who is paid.
             * @example openai
             */
            vendor?: string | null;
            /**
             * @description What is paid for.
             * @example llm
             */
            category?: string | null;
            /**
             * @description What is bought: a model, a tool, an action, an outcome.
             * @example gpt-4o
             */
            item?: string | null;
            /**
             * @description Instead of `amount`: the most that the call can use of the item. The service works out what it costs, by the price in force for vendor and item.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage?: {
                [key: string]: number;
            };
            /**
             * @description The run that the call belongs to.
             * @example run-42
             */
            runId?: string | null;
        };
        RatedLine: {
            /** @example input_tokens */
            unit: string;
            /**
             * @description What is charged as this unit, and not as a part of it.
             * @example 1200
             */
            quantity: number;
            /**
             * @description Rounded up to twelve decimals; the sum of all lines is rounded on its own.
             * @example 0.003
             */
            cost: string;
        };
        Rated: {
            lines: components["schemas"]["RatedLine"][];
            /** @description The price that was used. */
            source: components["schemas"]["BudgetSource"] | components["schemas"]["CatalogueSource"];
            /**
             * @description The usage that was rated, with a call that is one.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage: {
                [key: string]: number;
            };
            /**
             * @description Where it does not pass: the most usage that would pass now, with less of what a caller can ask for less of (`output_tokens`, or the only unit there is). Null where less of it does not help.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            largestUsage: {
                [key: string]: number;
            } | null;
        };
        Ask: {
            /**
             * @description How many people would have to agree.
             * @example 2
             */
            needed: number;
            /**
             * @description How long they would have.
             * @example 900
             */
            withinSeconds: number;
            /**
             * @description The holders who may decide; null for anybody but the one who asked.
             * @example [
             *       "user:ann",
             *       "user:bob"
             *     ]
             */
            approvers: string[] | null;
            /**
             * @description Because of which envelopes.
             * @example [
             *       "env_01k9v3nq3w4x5y6z7a8b9c0d1e"
             *     ]
             */
            envelopes: string[];
        };
        Decision: {
            /** @description Whether the reservation would pass, at once or after approvals. */
            admissible: boolean;
            /**
             * @description The code of the problem that a reservation would be answered with; `forbidden` where the key of the caller may not reserve.
             * @example insufficient_funds
             * @enum {string|null}
             */
            code: "budget_closed" | "budget_frozen" | "budget_paused" | "vendor_not_allowed" | "category_not_allowed" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount" | "overage_rejected" | "too_many_names" | "insufficient_funds" | "envelope_exceeded" | "count_exceeded" | "forbidden" | null;
            /**
             * @description What it would hold.
             * @example 0.0035
             */
            amount: string;
            /** @description How the amount follows from the usage; null where the caller named it. */
            rated: components["schemas"]["Rated"] | null;
            violations: components["schemas"]["ExplainedViolation"][];
            /**
             * @description How many more rules are in the way than the 20 that are listed; absent where there are none.
             * @example 12
             */
            violationsOmitted?: number;
            /** @description The approvals that the reservation would need; null for none. */
            approval: components["schemas"]["Ask"] | null;
            /** @description `notify` and `approve` envelopes that the reservation would exceed. */
            notices: components["schemas"]["ExplainedViolation"][];
            /**
             * @description The largest amount that would pass now.
             * @example 0.9
             */
            largestAdmissible: string;
            /** Format: date-time */
            retryAt: string | null;
        };
        Tier: {
            /** @example 1000 */
            above: number;
            /** @example 0.07 */
            amount: string;
        };
        UnitCharge: {
            /** @example input_tokens */
            unit: string;
            /**
             * @description For `per` of the unit.
             * @example 2.5
             */
            amount: string;
            /** @example 1000000 */
            per: number;
            tiers?: components["schemas"]["Tier"][];
            /** @enum {string} */
            over?: "hour" | "day" | "week" | "month" | "lifetime";
            /** @example input_tokens */
            by?: string;
            /**
             * @example [
             *       "input_tokens"
             *     ]
             */
            within?: string[];
        };
        Tariff: {
            charges: components["schemas"]["UnitCharge"][];
            /**
             * @description For how long after its settlement a payment by it can be disputed. Absent: 30 days.
             * @example 604800
             */
            disputableSeconds?: number;
            /**
             * @description What one call costs at least.
             * @example 0.001
             */
            minimum?: string;
            /**
             * @description What one call costs at most.
             * @example 5
             */
            maximum?: string;
            /**
             * @description What each month costs besides: in statements alone.
             * @example 20
             */
            baseFee?: string;
        };
        Price: {
            /** @example price_01k9v3nx4y5z6a7b8c9d0e1f2g */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example acme */
            vendor: string;
            /** @example rocket-1 */
            item: string;
            /**
             * Format: date-time
             * @description From when it holds.
             */
            from: string;
            tariff: components["schemas"]["Tariff"];
            /**
             * @description The first price of this item on the budget, where it is another: the counts of tiers go on.
             * @example price_01k9v3nx4y5z6a7b8c9d0e1f2g
             */
            seriesId?: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was withdrawn, or another took its place.
             */
            endedAt: string | null;
        };
        TierBody: {
            /**
             * @description The quantity above which it begins.
             * @example 1000
             */
            above: number;
            /**
             * @description What it costs from there on, for `per` of the unit.
             * @example 0.07
             */
            amount: string;
        };
        UnitChargeBody: {
            /**
             * @description What is counted. A `call` is 1 unless the usage says otherwise.
             * @example input_tokens
             */
            unit: string;
            /**
             * @description What `per` of the unit cost.
             * @example 2.5
             */
            amount: string;
            /** @description For how many of the unit the amount is. Left out: `1`. */
            per?: number;
            /** @description Other amounts above other quantities, from the lowest up. They need `over` or `by`. */
            tiers?: components["schemas"]["TierBody"][];
            /**
             * @description With tiers: the calendar window, in the time zone of the tree, whose usage they count. Each part costs what its own tier says.
             * @example month
             * @enum {string}
             */
            over?: "hour" | "day" | "week" | "month" | "lifetime";
            /**
             * @description With tiers: the unit whose quantity in a call chooses the tier for the whole of it.
             * @example input_tokens
             */
            by?: string;
            /**
             * @description The charged units that contain this one: what is charged here is not charged there. Of tokens, seconds and pages as providers report them it is known.
             * @example [
             *       "input_tokens"
             *     ]
             */
            within?: string[];
        };
        SetPriceBody: {
            /**
             * @description Who is paid.
             * @example acme
             */
            vendor: string;
            /**
             * @description What is bought: a model, a tool, an action, an outcome.
             * @example rocket-1
             */
            item: string;
            /**
             * Format: date-time
             * @description From when it holds. Left out: from now on.
             * @example 2026-11-21T09:30:00Z
             */
            from?: string | null;
            /** @description What is charged, unit by unit. */
            charges: components["schemas"]["UnitChargeBody"][];
            /**
             * @description For how long after its settlement a payment by this price can be disputed; 0 for never. Left out: 2592000, 30 days.
             * @example 604800
             */
            disputableSeconds?: number;
            /**
             * @description What one call costs at least.
             * @example 0.001
             */
            minimum?: string;
            /**
             * @description What one call costs at most.
             * @example 5
             */
            maximum?: string;
            /**
             * @description What each month costs besides, however much is used. It is in statements alone: it is no spend, and no limit counts it.
             * @example 20
             */
            baseFee?: string;
        };
        WrittenPrice: {
            /** @example price_01k9v3nx4y5z6a7b8c9d0e1f2g */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example acme */
            vendor: string;
            /** @example rocket-1 */
            item: string;
            /**
             * Format: date-time
             * @description From when it holds.
             */
            from: string;
            tariff: components["schemas"]["Tariff"];
            /**
             * @description The first price of this item on the budget, where it is another: the counts of tiers go on.
             * @example price_01k9v3nx4y5z6a7b8c9d0e1f2g
             */
            seriesId?: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was withdrawn, or another took its place.
             */
            endedAt: string | null;
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["Price"];
            };
        };
        PricePage: {
            items: components["schemas"]["Price"][];
            nextCursor: string | null;
        };
        PriceInForce: {
            /** @example openai */
            vendor: string;
            /** @example gpt-4o */
            item: string;
            /** @example USD */
            currency: string;
            tariff: components["schemas"]["Tariff"];
            /** @description Where it was set on a budget: null otherwise. */
            price: components["schemas"]["Price"] | null;
            /** @description Where it is of the catalogue: null otherwise. */
            catalogue: components["schemas"]["CatalogueSource"] | null;
        };
        CandidateBody: {
            /**
             * @description Who would be paid.
             * @example openai
             */
            vendor: string;
            /**
             * @description What would be bought.
             * @example gpt-4o
             */
            item: string;
            /**
             * @description What is expected of the call.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage: {
                [key: string]: number;
            };
            /**
             * @description The most that the call can use: what would be reserved. Left out: what is expected.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 800
             *     }
             */
            largestUsage?: {
                [key: string]: number;
            };
            /**
             * @description Of which unit less could be asked for. Left out: `output_tokens`, or the only unit there is.
             * @example output_tokens
             */
            reduce?: string;
        };
        EstimateBody: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @description What could be bought. */
            candidates: components["schemas"]["CandidateBody"][];
            /**
             * @description What is paid for.
             * @example llm
             */
            category?: string | null;
            /**
             * @description The run that the call belongs to.
             * @example run-42
             */
            runId?: string | null;
        };
        Violation: {
            /**
             * @example envelope_exceeded
             * @enum {string}
             */
            rule: "budget_closed" | "budget_frozen" | "budget_paused" | "vendor_not_allowed" | "category_not_allowed" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount" | "overage_rejected" | "too_many_names" | "insufficient_funds" | "envelope_exceeded" | "count_exceeded";
            /**
             * @description The budget whose rule it is.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string;
            /**
             * @description The name of that budget at the decision; absent in entries from before names were recorded.
             * @example research team
             */
            budgetName?: string;
            /** @example env_01k9v3nq3w4x5y6z7a8b9c0d1e */
            envelopeId?: string;
            /**
             * @description The name of the envelope at the decision; absent where it has none.
             * @example daily cap
             */
            envelopeName?: string;
            /**
             * @example day
             * @enum {string}
             */
            window?: "transaction" | "minute" | "hour" | "day" | "week" | "month" | "lifetime";
            /**
             * @example amount
             * @enum {string}
             */
            metric?: "amount" | "count" | "denials";
            /**
             * @description The vendor, category or run that is meant.
             * @example openai
             */
            key?: string;
            /** @example 25 */
            limit?: string;
            /** @example 24.1 */
            used?: string;
            /** @example 1.5 */
            requested?: string;
            /** @example 0.9 */
            remaining?: string;
            /**
             * @description With a real cost that was recorded all the same: by how much it went past the limit.
             * @example 2.5
             */
            exceededBy?: string;
            /**
             * Format: date-time
             * @description When the window ends; absent where nothing resets by itself.
             * @example 2026-11-22T00:00:00.000Z
             */
            resetsAt?: string;
        };
        Estimate: {
            /**
             * @description Its place in the request.
             * @example 0
             */
            candidate: number;
            /** @example openai */
            vendor: string;
            /** @example gpt-4o */
            item: string;
            /**
             * @description What the expected usage costs; null where that is not known.
             * @example 0.006
             */
            amount: string | null;
            /**
             * @description What the largest usage costs: what would be reserved.
             * @example 0.011
             */
            largestAmount: string | null;
            /** @description How `largestAmount` comes about. */
            rated: components["schemas"]["Rated"] | null;
            /** @description Whether a reservation of the largest amount would pass now, be it with approvals. */
            admissible: boolean;
            /**
             * @description The code of the problem that a reservation would be answered with.
             * @example null
             * @enum {string|null}
             */
            code: "budget_closed" | "budget_frozen" | "budget_paused" | "vendor_not_allowed" | "category_not_allowed" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount" | "overage_rejected" | "too_many_names" | "insufficient_funds" | "envelope_exceeded" | "count_exceeded" | "forbidden" | "price_unknown" | "invalid_usage" | "invalid_amount" | null;
            /**
             * @description Why it would not pass.
             * @example null
             */
            detail: string | null;
            violations: components["schemas"]["Violation"][];
            /**
             * Format: date-time
             * @description When it would pass.
             */
            retryAt: string | null;
        };
        Estimates: {
            /** @description Those that would pass now first, the cheapest (by what is expected) first; then those that would not, in the same order; those without a price last. */
            candidates: components["schemas"]["Estimate"][];
        };
        TreeFacts: {
            /** @example USD */
            currency: string;
            /**
             * @description Decimals of amounts.
             * @example 6
             */
            scale: number;
            /**
             * @description The IANA time zone of calendar windows.
             * @example UTC
             */
            timezone: string;
        };
        EntryRequest: {
            /**
             * @description The key that was sent, where it is not the one that `by` names.
             * @example key_01k9v3s5d6e7f8g9h0j1k2m3n4
             */
            credential?: string;
            /**
             * @description The X-Request-Id, behind "caller:" where it was the caller that chose it.
             * @example 8c0f2b6e-5f0e-4a36-9d1b-1f3f0a8f6c11
             */
            id?: string;
            /** @example step-17 */
            idempotencyKey?: string;
            /** @description Identifies what was asked under the key. */
            fingerprint?: string;
        };
        Cause: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description The envelope of this budget that stopped it.
             * @example env_01k9v3nq3w4x5y6z7a8b9c0d1e
             */
            envelopeId?: string;
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            reservationId?: string;
        };
        Deltas: {
            /** @example -5 */
            allocated?: string;
            /** @example 0.0035 */
            reserved?: string;
            delegated?: string;
            spent?: string;
            overdraft?: string;
        };
        Charge: {
            /**
             * @description Where the charge took the counter to its limit, past it or on above it, and this entry reports it: the number of this alert of the counter.
             * @example 1
             */
            alert?: number;
            /**
             * @description Where it took the counter to its limit or past it, and an earlier entry reported it: the number of that alert.
             * @example 1
             */
            again?: number;
            /**
             * @description Where it took the counter to its limit or past it: the budget that the envelope lies on.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId?: string;
            /**
             * @description The name of that budget at the decision; absent in entries from before names were recorded.
             * @example research team
             */
            budgetName?: string;
            /**
             * @description The name of the envelope at the decision; absent where it has none.
             * @example daily cap
             */
            envelopeName?: string;
            /** @description <envelope>/<start of the window>/<vendor, category or run> */
            counterId?: string;
            /** @example env_01k9v3nq3w4x5y6z7a8b9c0d1e */
            envelopeId?: string;
            /** @example 0.0035 */
            delta?: string;
            /** @example 24.1035 */
            used?: string;
            /**
             * @description The limit in force.
             * @example 25
             */
            limit?: string;
        };
        Denial: {
            /**
             * @example insufficient_funds
             * @enum {string}
             */
            code: "budget_closed" | "budget_frozen" | "budget_paused" | "vendor_not_allowed" | "category_not_allowed" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount" | "overage_rejected" | "too_many_names" | "insufficient_funds" | "envelope_exceeded" | "count_exceeded";
            violations: components["schemas"]["Violation"][];
            /**
             * @description How many more rules are in the way than the 20 that are listed; absent where there are none.
             * @example 12
             */
            violationsOmitted?: number;
            /** @example 0.9 */
            largestAdmissible: string;
            /** Format: date-time */
            retryAt: string | null;
        };
        JournaledToken: {
            /**
             * @description SHA-256 of the token, or of its secret. It opens nothing.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            hash: string;
            /**
             * Format: date-time
             * @example null
             */
            revokedAt: string | null;
        };
        ReservationState: {
            /** @example rsv_01k9v3p0a1b2c3d4e5f6g7h8j9 */
            id: string;
            /**
             * @example held
             * @enum {string}
             */
            state: "pending_approval" | "held" | "committed" | "released" | "expired" | "rejected";
            /**
             * @description What was set aside at first: nothing for a charge.
             * @example 0.0035
             */
            amount: string;
            /**
             * @description What is still set aside.
             * @example 0.0035
             */
            held: string;
            /**
             * @description What was paid, refunds not taken off.
             * @example 0
             */
            committed: string;
            /** @example 0 */
            refunded: string;
            /** @example openai */
            vendor: string | null;
            /** @example llm */
            category: string | null;
            /** @example run-42 */
            runId: string | null;
            /** @example summarise/7 */
            taskId: string | null;
            /** @example summary of the third source */
            reason: string | null;
            /**
             * @example available
             * @enum {string}
             */
            overage: "available" | "reject" | "overdraft";
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-21T09:40:00.000Z
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When its hold ended, or the last of its cost was recorded after that; null while it is live.
             * @example null
             */
            settledAt: string | null;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description How many labels more it has: entries other than the one that made it repeat 1 KiB of them. Absent where there are none.
             * @example 3
             */
            metadataOmitted?: number;
            /** @example gpt-4o */
            item?: string;
            /** @description The price that it is paid by, where it has one. */
            price?: components["schemas"]["BudgetSource"] | components["schemas"]["CatalogueSource"];
            /**
             * @description What its commits have reported so far.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage?: {
                [key: string]: number;
            };
            /** @example chatcmpl-9f3a */
            externalId?: string;
            /** @description What came of the call, as it was reported last. */
            outcome?: components["schemas"]["CallOutcome"];
            /**
             * @description How the last refund is named that has a name.
             * @example re-7c21
             */
            refundExternalId?: string;
            /**
             * @description What of the usage came back with refunds.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            refundedUsage?: {
                [key: string]: number;
            };
            /**
             * @description The labels of its commits and refunds so far, of which entries repeat 1 KiB.
             * @example {
             *       "team": "research"
             *     }
             */
            settlementMetadata?: {
                [key: string]: string;
            };
            /**
             * @description How many more of these there are. Absent where there are none.
             * @example 3
             */
            settlementMetadataOmitted?: number;
            /**
             * Format: date-time
             * @description Of a charge: when its cost happened.
             * @example 2026-11-21T09:30:00.000Z
             */
            occurredAt?: string;
            /** @description With what somebody else may settle it. */
            settlementToken?: components["schemas"]["JournaledToken"];
            /**
             * @description Only of what is paid when it ends by itself.
             * @example commit
             * @enum {string}
             */
            onExpiry?: "release" | "commit";
            /** @description Of one that people had to approve. */
            approval?: components["schemas"]["Approval"];
            /** @description What waits for somebody who may record it. */
            claim?: components["schemas"]["Claim"];
            /** @description What was said against its payments last. */
            dispute?: components["schemas"]["Dispute"];
            /**
             * @description How far its commits went above limits.
             * @example 2.5
             */
            overdrawn?: string;
        };
        TierStand: {
            /** @example call */
            unit: string;
            /**
             * @description What its window had seen before.
             * @example 999
             */
            seen: string;
            /**
             * @description Of what settles: how much it counted there. Absent for none.
             * @example 2
             */
            used?: string;
            /** @example price_01k9v3nx4y5z6a7b8c9d0e1f2g/2026-11-01T00:00:00.000Z/call */
            counterId: string;
        };
        EntryRating: {
            /** @description In the entry that makes a reservation: its price. */
            source?: components["schemas"]["BudgetSource"] | components["schemas"]["CatalogueSource"];
            /** @description In the entry that makes a reservation. */
            tariff?: components["schemas"]["Tariff"];
            /** @description Where the tiers over windows stood. */
            tiers?: components["schemas"]["TierStand"][];
        };
        EntryKey: {
            /** @example key_01k9v3s5d6e7f8g9h0j1k2m3n4 */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example research agent */
            name: string;
            /**
             * @example agent
             * @enum {string}
             */
            role: "operator" | "agent" | "approver" | "auditor";
            scopes: components["schemas"]["Scopes"];
            /** Format: date-time */
            expiresAt: string | null;
            /**
             * @description Who acts with it. Absent in entries from before there were holders: its own id.
             * @example key_01k9v3s5d6e7f8g9h0j1k2m3n4
             */
            holder?: string;
            /** @description The holders who handed it out. */
            issuedBy?: string[];
            /** @description The key that it was issued with, or whose place it took. */
            madeFrom?: string | null;
            /** @description Hexadecimal. */
            hash: string;
        };
        EntryKeyEnd: {
            /** @example key_01k9v3s5d6e7f8g9h0j1k2m3n4 */
            id: string;
            /**
             * Format: date-time
             * @description When it stops working.
             */
            at: string;
            /** @description False after a rotation with an overlap. */
            revoked: boolean;
        };
        EntryPrice: {
            /** @example price_01k9v3nx4y5z6a7b8c9d0e1f2g */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example acme */
            vendor: string;
            /** @example rocket-1 */
            item: string;
            /**
             * Format: date-time
             * @description From when it holds.
             */
            from: string;
            tariff: components["schemas"]["Tariff"];
            /**
             * @description The first price of this item on the budget, where it is another: the counts of tiers go on.
             * @example price_01k9v3nx4y5z6a7b8c9d0e1f2g
             */
            seriesId?: string;
        };
        Settings: {
            /** @example research team */
            name: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "frozen" | "paused" | "closing" | "closed";
            /**
             * @description What it is sure to have; of a root the allocation.
             * @example 100
             */
            guarantee: string;
            /**
             * @description What it may have at most; of a root the allocation.
             * @example 100
             */
            ceiling: string;
            policy: components["schemas"]["Policy"] | null;
            /** @description Of a child with a policy: whether it was set by somebody who reaches above it, and is theirs to change. */
            policyFromAbove?: boolean;
            /**
             * @description Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that they gave. They resume it.
             * @enum {boolean}
             */
            stoppedFromAbove?: true;
            /**
             * @example {
             *       "team": "research"
             *     }
             */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Only of a root that has some: the labels that spend of its tree is kept by.
             * @example [
             *       "team",
             *       "customer"
             *     ]
             */
            dimensions?: string[];
            /**
             * @description Counts changes to the settings: the ETag.
             * @example 1
             */
            revision: number;
            /**
             * Format: date-time
             * @description Of a paused budget: when it goes on by itself.
             */
            pausedUntil?: string;
        };
        EntryContent: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            treeId: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description The version of the budget that this entry made.
             * @example 13
             */
            version: number;
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            at: string;
            /**
             * @example reserve
             * @enum {string}
             */
            kind: "create" | "delegate" | "fund" | "defund" | "update" | "freeze" | "resume" | "close" | "envelope_create" | "envelope_update" | "envelope_delete" | "appraise" | "price_set" | "price_end" | "key_issue" | "key_rotate" | "key_revoke" | "reserve" | "commit" | "charge" | "release" | "extend" | "token_revoke" | "expire" | "expire_commit" | "refund" | "claim_settle" | "claim_dismiss" | "dispute_open" | "dispute_uphold" | "dispute_reject" | "dispute_withdraw" | "approve" | "reject" | "pause";
            /**
             * @example accepted
             * @enum {string}
             */
            outcome: "accepted" | "denied";
            /**
             * @description In the first entry of a child.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            parentId?: string;
            /**
             * @description In the first entry of a child that was given one: what its maker calls it.
             * @example run-17/coder
             */
            ref?: string;
            /** @description In the first entry of a root. */
            tree?: components["schemas"]["TreeFacts"];
            /**
             * @description The holder who asked; "purser" for what the service does by itself.
             * @example admin
             */
            by: string;
            request?: components["schemas"]["EntryRequest"];
            /** @description Where the decision was addressed to another budget, whose money this one holds or funds. */
            cause?: components["schemas"]["Cause"];
            /** @description Why the caller did it. */
            reason?: string;
            deltas: components["schemas"]["Deltas"];
            /** @description After the entry. */
            balances: components["schemas"]["Balances"];
            charges?: components["schemas"]["Charge"][];
            /**
             * @description What a commit added to the claim of its reservation.
             * @example 2.5
             */
            claimed?: string;
            /** @description `notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit above which a real cost was recorded; in an entry of kind `pause` those that stopped the budget. */
            notices?: components["schemas"]["Violation"][];
            denial?: components["schemas"]["Denial"];
            /**
             * @description What a denied command asked for. In an accepted commit: the cost of which not all found its place in the claim, which is full.
             * @example {
             *       "amount": "0.0035"
             *     }
             */
            requested?: {
                [key: string]: unknown;
            };
            /** @description After the entry. */
            reservation?: components["schemas"]["ReservationState"];
            /** @description How usage was rated. */
            rating?: components["schemas"]["EntryRating"];
            /**
             * @description What is expected of a call, what its commits have reported by now, or what of it came back with this refund.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usage?: {
                [key: string]: number;
            };
            /**
             * @description Of a commit with usage: what had been reported of the call before. Absent where nothing had.
             * @example {
             *       "input_tokens": 1200,
             *       "output_tokens": 300
             *     }
             */
            usageBefore?: {
                [key: string]: number;
            };
            /**
             * @example {
             *       "model": "gpt-4o"
             *     }
             */
            context?: {
                [key: string]: unknown;
            };
            /**
             * @description Of a refund: how the one who paid back names it.
             * @example re-7c21
             */
            externalId?: string;
            /**
             * @description Labels of this commit or refund.
             * @example {
             *       "team": "research"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
            /**
             * @description Of what spends or is denied, where the tree has dimensions: their values, by which spend keeps it; of each at most 128 characters.
             * @example {
             *       "team": "research"
             *     }
             */
            labels?: {
                [key: string]: string;
            };
            /** @description A key that was issued. */
            key?: components["schemas"]["EntryKey"];
            /** @description Keys that this entry ended. */
            keysEnded?: components["schemas"]["EntryKeyEnd"][];
            /**
             * @description How many more keys ended with this decision; the entries that follow list them.
             * @example 120
             */
            moreKeysEnded?: number;
            /**
             * @description That keys were left, since one decision ends at most 10,000.
             * @example true
             */
            keysRemain?: boolean;
            /** @description A price that was set, or withdrawn. */
            price?: components["schemas"]["EntryPrice"];
            /**
             * @description The prices whose place it took.
             * @example [
             *       "price_01k9v3nx4y5z6a7b8c9d0e1f2g"
             *     ]
             */
            pricesEnded?: string[];
            settings?: components["schemas"]["Settings"];
            /** @description The envelope that was made, changed or deleted. */
            envelope?: components["schemas"]["Envelope"];
            /** @description The envelopes that a new budget came with. */
            envelopes?: components["schemas"]["Envelope"][];
        };
        Entry: {
            content: components["schemas"]["EntryContent"];
            /**
             * @description SHA-256 over the bytes of previousHash and the content as RFC 8785 text; hexadecimal.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            hash: string;
            /**
             * @description The hash of the entry before; 64 zeros before the first.
             * @example 0000000000000000000000000000000000000000000000000000000000000000
             */
            previousHash: string;
            /**
             * @description Of a denied entry: the denial in sentences, for people. It is no part of the hashed content.
             * @example Daily limit of research team: 19.72 of 25 left; this asks for 50. At most 19.72 would pass now.
             */
            detail?: string;
        };
        EntryPage: {
            items: components["schemas"]["Entry"][];
            /** @description Null on the last page. */
            nextCursor: string | null;
        };
        PathEnvelope: {
            /** @example env_01k9v3nq3w4x5y6z7a8b9c0d1e */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description Only where it is so: made by somebody who reaches above the budget, and theirs to change.
             * @enum {boolean}
             */
            fromAbove?: true;
            /** @example daily cap */
            name: string | null;
            /**
             * @example day
             * @enum {string}
             */
            window: "transaction" | "minute" | "hour" | "day" | "week" | "month" | "lifetime";
            /**
             * @description Null: the tree's.
             * @example null
             */
            timezone: string | null;
            /**
             * @example amount
             * @enum {string}
             */
            metric: "amount" | "count" | "denials";
            /**
             * @description The one in force: decimal text, or a whole number as text for the metrics count and denials.
             * @example 25
             */
            limit: string;
            match: components["schemas"]["Match"];
            /**
             * @example vendor
             * @enum {string|null}
             */
            per: "vendor" | "category" | "run" | "request" | null;
            /**
             * @example subtree
             * @enum {string}
             */
            scope: "subtree" | "self";
            /**
             * @example deny
             * @enum {string}
             */
            onExceed: "deny" | "approve" | "pause" | "notify";
            /** @description With onExceed `approve`: who is asked. */
            approve?: components["schemas"]["ApprovalRule"];
            /** @description Of a limit that follows the past. */
            relative?: components["schemas"]["Relative"];
            /** @description With `relative`: the past that the limit in force was worked out from; null if there was none. */
            baseline?: components["schemas"]["Baseline"] | null;
            /**
             * @description Whether it counts what was asked for, by its scope and by what it matches. Whether a vendor was new is not looked at.
             * @example true
             */
            applies: boolean;
        };
        PathBudget: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description Its name then; where `settings` are null, its name now.
             * @example research team
             */
            name: string;
            /**
             * @description Of its newest entry before the decision; 0 where it came into being with it.
             * @example 12
             */
            version: number;
            /**
             * @description Whether that is sure. False for an ancestor with entries of the same millisecond that belong to other decisions: which came first is not recorded.
             * @example true
             */
            isExact: boolean;
            balances: components["schemas"]["Balances"];
            /** @description Null where neither the 20,000 entries before nor those after the decision say. */
            settings: components["schemas"]["Settings"] | null;
            /** @description Those in force then; null where the entries that are looked at do not say of each. */
            envelopes: components["schemas"]["PathEnvelope"][] | null;
        };
        ExplainedEntry: {
            content: components["schemas"]["EntryContent"];
            /**
             * @description SHA-256 over the bytes of previousHash and the content as RFC 8785 text; hexadecimal.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            hash: string;
            /**
             * @description The hash of the entry before; 64 zeros before the first.
             * @example 0000000000000000000000000000000000000000000000000000000000000000
             */
            previousHash: string;
            /**
             * @description Of a denied entry: the denial in sentences, for people. It is no part of the hashed content.
             * @example Daily limit of research team: 19.72 of 25 left; this asks for 50. At most 19.72 would pass now.
             */
            detail?: string;
            /** @description With expand=path: the budget and those above it, up to the root or as far as the key reaches, before the decision. How far a counter had come is in the entry, for each rule that was in the way or counted something; of others it is not recorded. */
            path?: components["schemas"]["PathBudget"][];
            /**
             * @description With expand=path: how many budgets lie above these, where the key does not reach.
             * @example 0
             */
            pathAbove?: number;
        };
        Balance: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description The version that was in force; 0 before the budget began.
             * @example 13
             */
            version: number;
            /**
             * Format: date-time
             * @description When that version was made; before the budget began, the time asked for.
             * @example 2026-11-21T09:30:00.000Z
             */
            at: string;
            balances: components["schemas"]["Balances"];
        };
        Difference: {
            /**
             * @description What differs, in words.
             * @example hash
             */
            what: string;
            /** @description What follows from the journal. */
            journal: string;
            /** @description What the row says. */
            table: string;
            treeId?: string;
            budgetId?: string;
            version?: number;
            reservationId?: string;
            envelopeId?: string;
            counterId?: string;
        };
        Verification: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description Whether the chain is whole, and the balances and settings of the budget (name, state, guarantee, ceiling, policy, metadata, revision) are what its entries say. Envelopes, reservations and counters are compared by the audit.
             * @example true
             */
            valid: boolean;
            /**
             * @description How many entries were found good.
             * @example 13
             */
            entries: number;
            /**
             * @description The hash of the last entry that was found good.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            head: string;
            /** @description Null when valid. */
            firstDifference: components["schemas"]["Difference"] | null;
        };
        FoundEntry: {
            content: components["schemas"]["EntryContent"];
            /**
             * @description SHA-256 over the bytes of previousHash and the content as RFC 8785 text; hexadecimal.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            hash: string;
            /**
             * @description The hash of the entry before; 64 zeros before the first.
             * @example 0000000000000000000000000000000000000000000000000000000000000000
             */
            previousHash: string;
            /**
             * @description Of a denied entry: the denial in sentences, for people. It is no part of the hashed content.
             * @example Daily limit of research team: 19.72 of 25 left; this asks for 50. At most 19.72 would pass now.
             */
            detail?: string;
            /** @description With expand=budget. */
            budget?: components["schemas"]["BudgetItem"];
            /** @description With expand=reservation. */
            reservation?: components["schemas"]["ReservationItem"] | null;
        };
        FoundEntryPage: {
            items: components["schemas"]["FoundEntry"][];
            /** @description Null on the last page. */
            nextCursor: string | null;
        };
        SpendItem: {
            /**
             * @description Paid less refunded, as balances count it: below zero where more came back in the time asked for.
             * @example 12.25
             */
            spent: string;
            /**
             * @description What of it came back.
             * @example 0.5
             */
            refunded: string;
            /**
             * @description Held now for calls that are under way, in the hour, day and month of now: "0" where these were not asked for. It has no principal.
             * @example 1.5
             */
            reserved: string;
            /**
             * @description Reservations of which something was paid, or that were committed at no cost; each once.
             * @example 42
             */
            calls: number;
            /**
             * @description Requests that were denied.
             * @example 3
             */
            denied: number;
            /**
             * @description What commits that were paid by a price reported: quantities by unit, as decimal text, less what refunds say came back.
             * @example {
             *       "input_tokens": "120000",
             *       "output_tokens": "8000.5"
             *     }
             */
            usage: {
                [key: string]: string;
            };
            /**
             * @description With groupBy=vendor; null for what named none.
             * @example openai
             */
            vendor?: string | null;
            /**
             * @description With groupBy=category; null for what named none.
             * @example inference
             */
            category?: string | null;
            /**
             * @description With groupBy=item; null for what named none.
             * @example gpt-5
             */
            item?: string | null;
            /**
             * @description With groupBy=budget.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId?: string;
            /**
             * @description With groupBy=child; null for the budget's own.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            childId?: string | null;
            /**
             * @description With groupBy=run; null for what named none.
             * @example run-17
             */
            runId?: string | null;
            /**
             * @description With groupBy=principal: who committed, refunded, settled a claim or was denied.
             * @example key_01k9v3s5d6e7f8g9h0j1k2m3n4
             */
            principal?: string | null;
            /**
             * Format: date-time
             * @description With groupBy=hour: how it begins in the time zone of the question.
             * @example 2026-11-21T09:00:00+00:00
             */
            hour?: string;
            /**
             * Format: date
             * @description With groupBy=day.
             * @example 2026-11-21
             */
            day?: string;
            /**
             * @description With groupBy=month.
             * @example 2026-11
             */
            month?: string;
            /**
             * @description With groupBy=code: why it was denied; null for what was not.
             * @example envelope_exceeded
             */
            code?: string | null;
        } & {
            [key: string]: string | null;
        };
        SpendSums: {
            /**
             * @description Paid less refunded, as balances count it: below zero where more came back in the time asked for.
             * @example 12.25
             */
            spent: string;
            /**
             * @description What of it came back.
             * @example 0.5
             */
            refunded: string;
            /**
             * @description Held now for calls that are under way, in the hour, day and month of now: "0" where these were not asked for. It has no principal.
             * @example 1.5
             */
            reserved: string;
            /**
             * @description Reservations of which something was paid, or that were committed at no cost; each once.
             * @example 42
             */
            calls: number;
            /**
             * @description Requests that were denied.
             * @example 3
             */
            denied: number;
            /**
             * @description What commits that were paid by a price reported: quantities by unit, as decimal text, less what refunds say came back.
             * @example {
             *       "input_tokens": "120000",
             *       "output_tokens": "8000.5"
             *     }
             */
            usage: {
                [key: string]: string;
            };
        };
        Spend: {
            /**
             * Format: date-time
             * @description All that was decided before is in the sums: a second ago at most, if Postgres can be reached.
             * @example 2026-11-21T09:30:00.000Z
             */
            asOf: string;
            /** @example UTC */
            timezone: string;
            /** @example USD */
            currency: string;
            /**
             * Format: date-time
             * @example 2026-11-01T00:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2026-12-01T00:00:00.000Z
             */
            to: string;
            /**
             * @description As they were asked for.
             * @example [
             *       "vendor",
             *       "day"
             *     ]
             */
            groupBy: string[];
            /** @description In the order of the groups as they were asked for: times as they follow one another, text by its bytes, budgets by their age; what has no value last. */
            items: components["schemas"]["SpendItem"][];
            /** @description Of all groups, on whatever page. */
            total: components["schemas"]["SpendSums"];
            /** @description Null on the last page. */
            nextCursor: string | null;
        };
        StatementLine: {
            /**
             * @description What was paid in the month.
             * @example 12.75
             */
            paid: string;
            /**
             * @description What came back in the month, of whatever was paid when.
             * @example 0.5
             */
            refunded: string;
            /**
             * @description Paid less refunded, as spend and balances have it: it can be below zero.
             * @example 12.25
             */
            spent: string;
            /**
             * @description Calls that were paid first in the month.
             * @example 42
             */
            calls: number;
            /**
             * @description What was used by calls that are paid by a price, less what came back: quantities by unit, as decimal text.
             * @example {
             *       "input_tokens": "120000",
             *       "output_tokens": "8000.5"
             *     }
             */
            usage: {
                [key: string]: string;
            };
            /**
             * @description Null for what named none.
             * @example openai
             */
            vendor: string | null;
            /**
             * @description Null for what named none.
             * @example llm
             */
            category: string | null;
            /**
             * @description Null for what named none.
             * @example gpt-4o
             */
            item: string | null;
        };
        OtherLines: {
            /**
             * @description What was paid in the month.
             * @example 12.75
             */
            paid: string;
            /**
             * @description What came back in the month, of whatever was paid when.
             * @example 0.5
             */
            refunded: string;
            /**
             * @description Paid less refunded, as spend and balances have it: it can be below zero.
             * @example 12.25
             */
            spent: string;
            /**
             * @description Calls that were paid first in the month.
             * @example 42
             */
            calls: number;
            /**
             * @description What was used by calls that are paid by a price, less what came back: quantities by unit, as decimal text.
             * @example {
             *       "input_tokens": "120000",
             *       "output_tokens": "8000.5"
             *     }
             */
            usage: {
                [key: string]: string;
            };
            /**
             * @description How many lines they are.
             * @example 12
             */
            lines: number;
        };
        TierUsed: {
            /** @example acme */
            vendor: string;
            /** @example lookup */
            item: string;
            /** @example price_01k9v3nx4y5z6a7b8c9d0e1f2g */
            priceId: string;
            /** @example call */
            unit: string;
            /**
             * @description Above which quantity of its window the tier begins.
             * @example 1000
             */
            above: number;
            /**
             * @description What `per` of the unit cost there.
             * @example 0.07
             */
            amount: string;
            /** @example 1 */
            per: number;
            /**
             * @description What was charged there in the month, as decimal text.
             * @example 250
             */
            quantity: string;
        };
        BaseFee: {
            /** @example acme */
            vendor: string;
            /** @example rocket-1 */
            item: string;
            /**
             * @description On which the price is set.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string;
            /** @example price_01k9v3nx4y5z6a7b8c9d0e1f2g */
            priceId: string;
            /** @example 20 */
            amount: string;
        };
        OtherBaseFees: {
            /** @example 12 */
            count: number;
            /** @example 240 */
            amount: string;
        };
        Correction: {
            /**
             * @example refund
             * @enum {string}
             */
            kind: "refund" | "charge";
            /**
             * @description The month that is corrected, of a refund that in which something was last paid before; null for one more than 60 months before.
             * @example 2026-10
             */
            month: string | null;
            /**
             * @description Null for what named none.
             * @example openai
             */
            vendor: string | null;
            /**
             * @description Null for what named none.
             * @example llm
             */
            category: string | null;
            /**
             * @description Null for what named none.
             * @example gpt-4o
             */
            item: string | null;
            /**
             * @description What it adds to `spent`: below zero for refunds.
             * @example -0.5
             */
            amount: string;
            /** @example 1 */
            entries: number;
        };
        StatementSums: {
            /**
             * @description What was paid in the month.
             * @example 12.75
             */
            paid: string;
            /**
             * @description What came back in the month, of whatever was paid when.
             * @example 0.5
             */
            refunded: string;
            /**
             * @description Paid less refunded, as spend and balances have it: it can be below zero.
             * @example 12.25
             */
            spent: string;
            /**
             * @description Calls that were paid first in the month.
             * @example 42
             */
            calls: number;
            /**
             * @description What was used by calls that are paid by a price, less what came back: quantities by unit, as decimal text.
             * @example {
             *       "input_tokens": "120000",
             *       "output_tokens": "8000.5"
             *     }
             */
            usage: {
                [key: string]: string;
            };
        };
        Statement: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example 2026-11 */
            month: string;
            /**
             * @description That of the tree: it never changes.
             * @example UTC
             */
            timezone: string;
            /** @example USD */
            currency: string;
            /**
             * Format: date-time
             * @example 2026-11-01T00:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2026-12-01T00:00:00.000Z
             */
            to: string;
            /**
             * @description Closed an hour after the month: it is the same for ever from then on.
             * @example open
             * @enum {string}
             */
            state: "open" | "closed";
            /**
             * Format: date-time
             * @description Of an open one: what was committed before is in it.
             * @example 2026-11-21T09:30:00.000Z
             */
            asOf: string | null;
            /** @description By vendor, category and item, in the order of these, null last: 1,000 at most. */
            lines: components["schemas"]["StatementLine"][];
            /** @description All other lines together; null where all are listed. */
            others: components["schemas"]["OtherLines"] | null;
            /** @description Of prices with tiers over a window: how much of the lines was charged at which tier. */
            tiers: components["schemas"]["TierUsed"][];
            /** @description Of each price of the subtree that has one: that of the price that held last in the month; 1,000 at most. */
            baseFees: components["schemas"]["BaseFee"][];
            /** @description All other fees; null where all are listed. */
            otherBaseFees: components["schemas"]["OtherBaseFees"] | null;
            /** @description What of the lines is of an earlier month: what gives back more than this month has paid for its reservation by then, and charges of what happened before. 1,000 at most. */
            corrections: components["schemas"]["Correction"][];
            /**
             * @description Whether there are more corrections than are listed.
             * @example false
             */
            moreCorrections: boolean;
            /** @description All lines together, to the unit. */
            sums: components["schemas"]["StatementSums"];
            /**
             * @description All base fees: of the statement alone, they are no spend and in no balance.
             * @example 20
             */
            fees: string;
            /**
             * @description `spent` of all lines, and the fees.
             * @example 32.25
             */
            total: string;
        };
        SlackButtons: {
            /**
             * @description Who decides with them: holders by member ids of Slack.
             * @example {
             *       "U012AB3CD": "user:ann"
             *     }
             */
            people: {
                [key: string]: string;
            };
        };
        Slack: {
            /**
             * @description Of the address, which is not shown.
             * @example hooks.slack.com
             */
            host: string;
            /**
             * @description Null where messages have none.
             * @example null
             */
            buttons: components["schemas"]["SlackButtons"] | null;
        };
        Chat: {
            /**
             * @description Of the address, which is not shown.
             * @example hooks.slack.com
             */
            host: string;
        };
        Email: {
            /**
             * @example [
             *       "finance@example.com"
             *     ]
             */
            to: string[];
        };
        PagerDuty: {
            /**
             * @example us
             * @enum {string}
             */
            region: "us" | "eu";
            /**
             * @example error
             * @enum {string}
             */
            severity: "critical" | "error" | "warning" | "info";
        };
        WebhookWithSecret: {
            /** @example wh_01k9v3q2b3c4d5e6f7g8h9j0k1 */
            id: string;
            /**
             * @description Null for all trees.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string | null;
            /**
             * @description Null for all trees.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string | null;
            /**
             * @description It never changes.
             * @example http
             * @enum {string}
             */
            kind: "http" | "slack" | "teams" | "email" | "pager_duty";
            /**
             * @description Of kind `http`. Without its path for those who may not manage webhooks: it is often a password.
             * @example https://example.com/purser
             */
            url: string | null;
            /**
             * @description Of kind `slack`.
             * @example null
             */
            slack: components["schemas"]["Slack"] | null;
            /**
             * @description Of kind `teams`.
             * @example null
             */
            teams: components["schemas"]["Chat"] | null;
            /**
             * @description Of kind `email`.
             * @example null
             */
            email: components["schemas"]["Email"] | null;
            /**
             * @description Of kind `pager_duty`.
             * @example null
             */
            pagerDuty: components["schemas"]["PagerDuty"] | null;
            /**
             * @description `reservation.pending_approval` is sent only where people have not decided for so long; null where it is at once.
             * @example null
             */
            escalateAfterSeconds: number | null;
            /**
             * @example [
             *       "reservation.*",
             *       "budget.paused"
             *     ]
             */
            types: string[];
            /** @example spend alerts */
            description: string | null;
            /**
             * @description `deleted` in answers to writes alone: of the deletion, and of what repeats an earlier one.
             * @example active
             * @enum {string}
             */
            state: "active" | "paused" | "deleted";
            /**
             * @description `failing`: the receiver took nothing for as long as deliveries are tried.
             * @example null
             * @enum {string|null}
             */
            pauseReason: "asked" | "failing" | null;
            /**
             * Format: date-time
             * @description Until when the secret before the present one signs, too.
             * @example null
             */
            previousSecretUntil: string | null;
            /** @example admin */
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
            /**
             * @description Of kind `http`: signs the deliveries. Shown in this answer alone; a repetition of the request shows it until it is replaced.
             * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
             */
            secret?: string;
        };
        TeamsBody: {
            /**
             * @description Of a workflow that begins when a Teams webhook request is received. It is a password: no answer has it.
             * @example https://prod-00.westeurope.logic.azure.com/workflows/XXXX
             */
            url: string;
        };
        EmailBody: {
            /**
             * @description Whom it is sent to. Each sees the others.
             * @example [
             *       "finance@example.com"
             *     ]
             */
            to: string[];
        };
        SlackButtonsBody: {
            /**
             * @description The signing secret of the Slack app that the incoming webhook belongs to, by which its clicks are known. No answer has it.
             * @example 8f742231b10e8888abcd99yyyzzz85a5
             */
            signingSecret: string;
            /**
             * @description Who decides with the buttons: member ids of Slack, and the holders (`id` of `GET /v1/principal`) whose keys say what each may do. Others than oneself are named by those who could have their keys.
             * @example {
             *       "U012AB3CD": "user:ann"
             *     }
             */
            people: {
                [key: string]: string;
            };
        };
        SlackBody: {
            /**
             * @description The incoming webhook of a channel, as Slack shows it. It is a password: no answer has it.
             * @example https://hooks.slack.com/services/T000/B000/XXXX
             */
            url: string;
            /** @description Buttons that approve and reject. Null: none. */
            buttons?: components["schemas"]["SlackButtonsBody"] | null;
        };
        PagerDutyBody: {
            /**
             * @description The integration key of a service of PagerDuty (Events API v2). No answer has it.
             * @example R0123456789ABCDEF0123456789ABCDE
             */
            routingKey: string;
            /**
             * @description Where the account is. Left out: `us`.
             * @example us
             * @enum {string}
             */
            region?: "us" | "eu";
            /**
             * @description Of the incidents. Left out: `error`.
             * @example warning
             * @enum {string}
             */
            severity?: "critical" | "error" | "warning" | "info";
        };
        CreateWebhookBody: {
            /**
             * @description Of kind `http`. Begins with https:// and leads to a public address. Kept as browsers would write it.
             * @example https://example.com/purser
             */
            url?: string;
            /** @description Of kind `teams`. */
            teams?: components["schemas"]["TeamsBody"];
            /** @description Of kind `email`, where the service has a mail server. */
            email?: components["schemas"]["EmailBody"];
            /**
             * @description For those who come next: `reservation.pending_approval` is sent only where people have not decided for so long. Null: at once. A change holds for what is read from the journal from then on.
             * @example 900
             */
            escalateAfterSeconds?: number | null;
            /**
             * @description For people.
             * @example spend alerts
             */
            description?: string | null;
            /**
             * @description What it is: `http` sends events to a URL of yours, the others messages to people. The field of the kind has its settings. Left out: `http`.
             * @example http
             * @enum {string}
             */
            kind?: "http" | "slack" | "teams" | "email" | "pager_duty";
            /** @description Of kind `slack`. */
            slack?: components["schemas"]["SlackBody"];
            /** @description Of kind `pager_duty`. */
            pagerDuty?: components["schemas"]["PagerDutyBody"];
            /**
             * @description Events of this budget and of everything under it. Left out: of all that the caller can see.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId?: string;
            /**
             * @description Types or groups of types. Left out: all of kind `http`, and of the others approvals, stopped budgets and limits that were passed or used up.
             * @example [
             *       "reservation.*",
             *       "budget.paused"
             *     ]
             */
            types?: ("*" | "reservation.*" | "budget.*" | "envelope.*" | "key.*" | "reservation.reserved" | "reservation.denied" | "reservation.pending_approval" | "reservation.approved" | "reservation.rejected" | "reservation.expired" | "reservation.committed" | "reservation.charged" | "reservation.released" | "reservation.refunded" | "reservation.overdraft" | "reservation.claimed" | "reservation.claim_settled" | "reservation.claim_dismissed" | "reservation.disputed" | "reservation.dispute_upheld" | "reservation.dispute_rejected" | "reservation.dispute_withdrawn" | "budget.created" | "budget.delegated" | "budget.funded" | "budget.updated" | "budget.frozen" | "budget.paused" | "budget.resumed" | "budget.closing" | "budget.closed" | "envelope.threshold_reached" | "envelope.exhausted" | "key.issued" | "key.revoked")[];
        };
        WrittenWebhookWithSecret: {
            /** @example wh_01k9v3q2b3c4d5e6f7g8h9j0k1 */
            id: string;
            /**
             * @description Null for all trees.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string | null;
            /**
             * @description Null for all trees.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string | null;
            /**
             * @description It never changes.
             * @example http
             * @enum {string}
             */
            kind: "http" | "slack" | "teams" | "email" | "pager_duty";
            /**
             * @description Of kind `http`. Without its path for those who may not manage webhooks: it is often a password.
             * @example https://example.com/purser
             */
            url: string | null;
            /**
             * @description Of kind `slack`.
             * @example null
             */
            slack: components["schemas"]["Slack"] | null;
            /**
             * @description Of kind `teams`.
             * @example null
             */
            teams: components["schemas"]["Chat"] | null;
            /**
             * @description Of kind `email`.
             * @example null
             */
            email: components["schemas"]["Email"] | null;
            /**
             * @description Of kind `pager_duty`.
             * @example null
             */
            pagerDuty: components["schemas"]["PagerDuty"] | null;
            /**
             * @description `reservation.pending_approval` is sent only where people have not decided for so long; null where it is at once.
             * @example null
             */
            escalateAfterSeconds: number | null;
            /**
             * @example [
             *       "reservation.*",
             *       "budget.paused"
             *     ]
             */
            types: string[];
            /** @example spend alerts */
            description: string | null;
            /**
             * @description `deleted` in answers to writes alone: of the deletion, and of what repeats an earlier one.
             * @example active
             * @enum {string}
             */
            state: "active" | "paused" | "deleted";
            /**
             * @description `failing`: the receiver took nothing for as long as deliveries are tried.
             * @example null
             * @enum {string|null}
             */
            pauseReason: "asked" | "failing" | null;
            /**
             * Format: date-time
             * @description Until when the secret before the present one signs, too.
             * @example null
             */
            previousSecretUntil: string | null;
            /** @example admin */
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
            /**
             * @description Of kind `http`: signs the deliveries. Shown in this answer alone; a repetition of the request shows it until it is replaced.
             * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
             */
            secret?: string;
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["WebhookWithSecret"];
            };
        };
        Webhook: {
            /** @example wh_01k9v3q2b3c4d5e6f7g8h9j0k1 */
            id: string;
            /**
             * @description Null for all trees.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string | null;
            /**
             * @description Null for all trees.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string | null;
            /**
             * @description It never changes.
             * @example http
             * @enum {string}
             */
            kind: "http" | "slack" | "teams" | "email" | "pager_duty";
            /**
             * @description Of kind `http`. Without its path for those who may not manage webhooks: it is often a password.
             * @example https://example.com/purser
             */
            url: string | null;
            /**
             * @description Of kind `slack`.
             * @example null
             */
            slack: components["schemas"]["Slack"] | null;
            /**
             * @description Of kind `teams`.
             * @example null
             */
            teams: components["schemas"]["Chat"] | null;
            /**
             * @description Of kind `email`.
             * @example null
             */
            email: components["schemas"]["Email"] | null;
            /**
             * @description Of kind `pager_duty`.
             * @example null
             */
            pagerDuty: components["schemas"]["PagerDuty"] | null;
            /**
             * @description `reservation.pending_approval` is sent only where people have not decided for so long; null where it is at once.
             * @example null
             */
            escalateAfterSeconds: number | null;
            /**
             * @example [
             *       "reservation.*",
             *       "budget.paused"
             *     ]
             */
            types: string[];
            /** @example spend alerts */
            description: string | null;
            /**
             * @description `deleted` in answers to writes alone: of the deletion, and of what repeats an earlier one.
             * @example active
             * @enum {string}
             */
            state: "active" | "paused" | "deleted";
            /**
             * @description `failing`: the receiver took nothing for as long as deliveries are tried.
             * @example null
             * @enum {string|null}
             */
            pauseReason: "asked" | "failing" | null;
            /**
             * Format: date-time
             * @description Until when the secret before the present one signs, too.
             * @example null
             */
            previousSecretUntil: string | null;
            /** @example admin */
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
        };
        WebhookPage: {
            items: components["schemas"]["Webhook"][];
            /** @description Null on the last page. */
            nextCursor: string | null;
        };
        SlackChangesBody: {
            /**
             * @description The incoming webhook of a channel, as Slack shows it. It is a password: no answer has it.
             * @example https://hooks.slack.com/services/T000/B000/XXXX
             */
            url?: string;
            /** @description Buttons that approve and reject. Null: none. */
            buttons?: components["schemas"]["SlackButtonsBody"] | null;
        };
        PagerDutyChangesBody: {
            /**
             * @description The integration key of a service of PagerDuty (Events API v2). No answer has it.
             * @example R0123456789ABCDEF0123456789ABCDE
             */
            routingKey?: string;
            /**
             * @description Where the account is.
             * @example us
             * @enum {string}
             */
            region?: "us" | "eu";
            /**
             * @description Of the incidents.
             * @example warning
             * @enum {string}
             */
            severity?: "critical" | "error" | "warning" | "info";
        };
        UpdateWebhookBody: {
            /**
             * @description Of kind `http`. Begins with https:// and leads to a public address. Kept as browsers would write it.
             * @example https://example.com/purser
             */
            url?: string;
            /** @description Of kind `teams`. */
            teams?: components["schemas"]["TeamsBody"];
            /** @description Of kind `email`, where the service has a mail server. */
            email?: components["schemas"]["EmailBody"];
            /**
             * @description For those who come next: `reservation.pending_approval` is sent only where people have not decided for so long. Null: at once. A change holds for what is read from the journal from then on.
             * @example 900
             */
            escalateAfterSeconds?: number | null;
            /**
             * @description For people.
             * @example spend alerts
             */
            description?: string | null;
            /** @description Of kind `slack`: what is absent stays as it is. */
            slack?: components["schemas"]["SlackChangesBody"];
            /** @description Of kind `pager_duty`: what is absent stays as it is. */
            pagerDuty?: components["schemas"]["PagerDutyChangesBody"];
            /**
             * @description Holds for what is read from the journal from now on.
             * @example [
             *       "reservation.*",
             *       "budget.paused"
             *     ]
             */
            types?: ("*" | "reservation.*" | "budget.*" | "envelope.*" | "key.*" | "reservation.reserved" | "reservation.denied" | "reservation.pending_approval" | "reservation.approved" | "reservation.rejected" | "reservation.expired" | "reservation.committed" | "reservation.charged" | "reservation.released" | "reservation.refunded" | "reservation.overdraft" | "reservation.claimed" | "reservation.claim_settled" | "reservation.claim_dismissed" | "reservation.disputed" | "reservation.dispute_upheld" | "reservation.dispute_rejected" | "reservation.dispute_withdrawn" | "budget.created" | "budget.delegated" | "budget.funded" | "budget.updated" | "budget.frozen" | "budget.paused" | "budget.resumed" | "budget.closing" | "budget.closed" | "envelope.threshold_reached" | "envelope.exhausted" | "key.issued" | "key.revoked")[];
            /**
             * @description A paused webhook gets nothing; made active again, it gets what happened meanwhile.
             * @example active
             * @enum {string}
             */
            state?: "active" | "paused";
        };
        WrittenWebhook: {
            /** @example wh_01k9v3q2b3c4d5e6f7g8h9j0k1 */
            id: string;
            /**
             * @description Null for all trees.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            treeId: string | null;
            /**
             * @description Null for all trees.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string | null;
            /**
             * @description It never changes.
             * @example http
             * @enum {string}
             */
            kind: "http" | "slack" | "teams" | "email" | "pager_duty";
            /**
             * @description Of kind `http`. Without its path for those who may not manage webhooks: it is often a password.
             * @example https://example.com/purser
             */
            url: string | null;
            /**
             * @description Of kind `slack`.
             * @example null
             */
            slack: components["schemas"]["Slack"] | null;
            /**
             * @description Of kind `teams`.
             * @example null
             */
            teams: components["schemas"]["Chat"] | null;
            /**
             * @description Of kind `email`.
             * @example null
             */
            email: components["schemas"]["Email"] | null;
            /**
             * @description Of kind `pager_duty`.
             * @example null
             */
            pagerDuty: components["schemas"]["PagerDuty"] | null;
            /**
             * @description `reservation.pending_approval` is sent only where people have not decided for so long; null where it is at once.
             * @example null
             */
            escalateAfterSeconds: number | null;
            /**
             * @example [
             *       "reservation.*",
             *       "budget.paused"
             *     ]
             */
            types: string[];
            /** @example spend alerts */
            description: string | null;
            /**
             * @description `deleted` in answers to writes alone: of the deletion, and of what repeats an earlier one.
             * @example active
             * @enum {string}
             */
            state: "active" | "paused" | "deleted";
            /**
             * @description `failing`: the receiver took nothing for as long as deliveries are tried.
             * @example null
             * @enum {string|null}
             */
            pauseReason: "asked" | "failing" | null;
            /**
             * Format: date-time
             * @description Until when the secret before the present one signs, too.
             * @example null
             */
            previousSecretUntil: string | null;
            /** @example admin */
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["Webhook"];
            };
        };
        Delivery: {
            /** @example 1 */
            attempts: number;
            /**
             * Format: date-time
             * @description Null unless it is pending.
             */
            nextAttemptAt: string | null;
            /** Format: date-time */
            lastAttemptAt: string | null;
            /**
             * @description The status of the last answer; null where there was none.
             * @example 200
             */
            lastStatus: number | null;
            /** @example null */
            lastError: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            settledAt: string | null;
            /** @example dlv_01k9v3r4d5e6f7g8h9j0k1m2n3 */
            id: string;
            /** @example wh_01k9v3q2b3c4d5e6f7g8h9j0k1 */
            webhookId: string;
            /**
             * @description The webhook-id header.
             * @example evt_01k9v3n8h2f0g9x7m4q5r6s7t8_13_reservation-committed
             */
            eventId: string;
            /** @example reservation.committed */
            eventType: string;
            /**
             * @description Null for a ping that is about all trees.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string | null;
            /**
             * @description Null for a ping.
             * @example 13
             */
            version: number | null;
            /**
             * @description `left_out`: people had decided before its time came.
             * @example delivered
             * @enum {string}
             */
            state: "pending" | "delivered" | "parked" | "left_out";
        };
        WrittenDelivery: {
            /** @example 1 */
            attempts: number;
            /**
             * Format: date-time
             * @description Null unless it is pending.
             */
            nextAttemptAt: string | null;
            /** Format: date-time */
            lastAttemptAt: string | null;
            /**
             * @description The status of the last answer; null where there was none.
             * @example 200
             */
            lastStatus: number | null;
            /** @example null */
            lastError: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            settledAt: string | null;
            /** @example dlv_01k9v3r4d5e6f7g8h9j0k1m2n3 */
            id: string;
            /** @example wh_01k9v3q2b3c4d5e6f7g8h9j0k1 */
            webhookId: string;
            /**
             * @description The webhook-id header.
             * @example evt_01k9v3n8h2f0g9x7m4q5r6s7t8_13_reservation-committed
             */
            eventId: string;
            /** @example reservation.committed */
            eventType: string;
            /**
             * @description Null for a ping that is about all trees.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string | null;
            /**
             * @description Null for a ping.
             * @example 13
             */
            version: number | null;
            /**
             * @description `left_out`: people had decided before its time came.
             * @example delivered
             * @enum {string}
             */
            state: "pending" | "delivered" | "parked" | "left_out";
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["Delivery"];
            };
        };
        DeliveryPage: {
            items: components["schemas"]["Delivery"][];
            /** @description Null on the last page. */
            nextCursor: string | null;
        };
        Meter: {
            /** @example output_tokens */
            eventName: string;
            /**
             * @example usage
             * @enum {string}
             */
            measure: "spent" | "calls" | "usage";
            /**
             * @example [
             *       "output_tokens"
             *     ]
             */
            units: string[] | null;
            /**
             * @description Null for any.
             * @example null
             */
            vendors: string[] | null;
            /**
             * @description Null for any.
             * @example null
             */
            items: string[] | null;
            /** @example 0 */
            scale: number;
        };
        Meters: {
            /**
             * @description The root of the tree.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string;
            /**
             * @description The key's.
             * @example test
             * @enum {string}
             */
            mode: "live" | "test";
            /** @example customer */
            customerLabel: string;
            /**
             * @example budget
             * @enum {string}
             */
            customerFrom: "budget" | "reservation";
            meters: components["schemas"]["Meter"][];
            /**
             * @description `deleted` in answers to writes alone.
             * @example active
             * @enum {string}
             */
            state: "active" | "paused" | "deleted";
            /**
             * @description `failing`: Stripe took nothing for as long as an event is tried. `restored`: the database comes from a backup, and its service may still be there.
             * @example null
             * @enum {string|null}
             */
            pauseReason: "asked" | "failing" | "restored" | null;
            /** @example admin */
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
        };
        MeterBody: {
            /**
             * @description The meter's event_name at Stripe.
             * @example output_tokens
             */
            eventName: string;
            /**
             * @description What counts, by the words of spend: money that was paid, calls, or the usage that was reported in some units.
             * @example usage
             * @enum {string}
             */
            measure: "spent" | "calls" | "usage";
            /**
             * @description With `usage`: the units that are added up.
             * @example [
             *       "output_tokens"
             *     ]
             */
            units?: string[];
            /**
             * @description Only of these vendors.
             * @example [
             *       "openai"
             *     ]
             */
            vendors?: string[];
            /**
             * @description Only of these items.
             * @example [
             *       "gpt-5"
             *     ]
             */
            items?: string[];
            /**
             * @description How many decimals the value counts: with 2, a value of 1 is a hundredth. Left out: that of the tree for `spent`, which is also the least there, and otherwise 0.
             * @example 0
             */
            scale?: number;
        };
        SetMetersBody: {
            /**
             * @description A restricted key of your Stripe account that may write meter events, and nothing else. It is in no answer. Left out: the one before is kept.
             * @example rk_test_51ExampleExample
             */
            apiKey?: string;
            /**
             * @description The dimension of the tree whose value is the id of the customer at Stripe (`cus_…`).
             * @example customer
             */
            customerLabel: string;
            /**
             * @description Whose label is believed: `budget`, that of the nearest budget, whatever a caller writes on its reservation; `reservation`, the own label of a reservation before it.
             * @example budget
             * @enum {string}
             */
            customerFrom?: "budget" | "reservation";
            /** @description What goes where; each event name once. */
            meters: components["schemas"]["MeterBody"][];
            /**
             * @description Of what is paused nothing is sent; made active again, it goes on where it was. Left out: as it is, and `active` of new ones.
             * @example active
             * @enum {string}
             */
            state?: "active" | "paused";
        };
        WrittenMeters: {
            /**
             * @description The root of the tree.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string;
            /**
             * @description The key's.
             * @example test
             * @enum {string}
             */
            mode: "live" | "test";
            /** @example customer */
            customerLabel: string;
            /**
             * @example budget
             * @enum {string}
             */
            customerFrom: "budget" | "reservation";
            meters: components["schemas"]["Meter"][];
            /**
             * @description `deleted` in answers to writes alone.
             * @example active
             * @enum {string}
             */
            state: "active" | "paused" | "deleted";
            /**
             * @description `failing`: Stripe took nothing for as long as an event is tried. `restored`: the database comes from a backup, and its service may still be there.
             * @example null
             * @enum {string|null}
             */
            pauseReason: "asked" | "failing" | "restored" | null;
            /** @example admin */
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["Meters"];
            };
        };
        MetersStatus: {
            /**
             * @description How long ago the oldest usage was recorded that was not sent yet; 0 where all is sent.
             * @example 0.4
             */
            behindSeconds: number;
            /**
             * @description Events that are tried; 10,000 means at least that.
             * @example 2
             */
            pending: number;
            /**
             * @description Events that were given up; likewise.
             * @example 0
             */
            parked: number;
            /**
             * @description Since the meters were first set.
             * @example 4200
             */
            delivered: number;
            /**
             * @description Events that are not sent: refunds, and what names no customer.
             * @example 3
             */
            leftOut: number;
            /** Format: date-time */
            deliveredAt: string | null;
            /** @example null */
            lastError: string | null;
            /**
             * Format: date-time
             * @example null
             */
            lastErrorAt: string | null;
        };
        MetersWithStatus: {
            /**
             * @description The root of the tree.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string;
            /**
             * @description The key's.
             * @example test
             * @enum {string}
             */
            mode: "live" | "test";
            /** @example customer */
            customerLabel: string;
            /**
             * @example budget
             * @enum {string}
             */
            customerFrom: "budget" | "reservation";
            meters: components["schemas"]["Meter"][];
            /**
             * @description `deleted` in answers to writes alone.
             * @example active
             * @enum {string}
             */
            state: "active" | "paused" | "deleted";
            /**
             * @description `failing`: Stripe took nothing for as long as an event is tried. `restored`: the database comes from a backup, and its service may still be there.
             * @example null
             * @enum {string|null}
             */
            pauseReason: "asked" | "failing" | "restored" | null;
            /** @example admin */
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
            status: components["schemas"]["MetersStatus"];
        };
        MeterEvent: {
            /** @example 1 */
            attempts: number;
            /**
             * Format: date-time
             * @description Null unless it is pending.
             */
            nextAttemptAt: string | null;
            /** Format: date-time */
            lastAttemptAt: string | null;
            /**
             * @description The status of the last answer; null where there was none.
             * @example 200
             */
            lastStatus: number | null;
            /** @example null */
            lastError: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            settledAt: string | null;
            /** @example mev_01k9v3r5d6e7f8g9h0j1k2m3n4 */
            id: string;
            /**
             * @description Of the entry that it is made of.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string;
            /** @example 13 */
            version: number;
            /**
             * Format: date-time
             * @description The time of the entry, which Stripe gets in seconds.
             */
            at: string;
            /** @example output_tokens */
            eventName: string;
            /**
             * @description By which Stripe knows the event again, for 24 hours at least.
             * @example entry_01k9v3n8h2f0g9x7m4q5r6s7t8_13_mbq2k0a1_output_tokens
             */
            identifier: string;
            /** @example cus_NciAYcXfLnqBoz */
            customer: string | null;
            /** @example 1200 */
            value: string;
            /**
             * @example delivered
             * @enum {string}
             */
            state: "pending" | "delivered" | "parked" | "left_out";
            /**
             * @description Why it was parked, or left out.
             * @example null
             * @enum {string|null}
             */
            reason: "refused" | "late" | "uncertain" | "too_old" | "not_whole" | "no_customer" | "refund" | "skipped" | null;
            /**
             * Format: date-time
             * @description Since when Stripe may have it, where that is not known.
             */
            maybeSentAt: string | null;
        };
        MeterEventPage: {
            items: components["schemas"]["MeterEvent"][];
            /** @description Null on the last page. */
            nextCursor: string | null;
        };
        RetryMeterEventBody: {
            /**
             * @description Says that you have looked for the identifier at Stripe, and it is not there. Without it, what Stripe may have and may not know again is not sent.
             * @example true
             */
            isNotAtStripe?: boolean;
        };
        WrittenMeterEvent: {
            /** @example 1 */
            attempts: number;
            /**
             * Format: date-time
             * @description Null unless it is pending.
             */
            nextAttemptAt: string | null;
            /** Format: date-time */
            lastAttemptAt: string | null;
            /**
             * @description The status of the last answer; null where there was none.
             * @example 200
             */
            lastStatus: number | null;
            /** @example null */
            lastError: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            settledAt: string | null;
            /** @example mev_01k9v3r5d6e7f8g9h0j1k2m3n4 */
            id: string;
            /**
             * @description Of the entry that it is made of.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string;
            /** @example 13 */
            version: number;
            /**
             * Format: date-time
             * @description The time of the entry, which Stripe gets in seconds.
             */
            at: string;
            /** @example output_tokens */
            eventName: string;
            /**
             * @description By which Stripe knows the event again, for 24 hours at least.
             * @example entry_01k9v3n8h2f0g9x7m4q5r6s7t8_13_mbq2k0a1_output_tokens
             */
            identifier: string;
            /** @example cus_NciAYcXfLnqBoz */
            customer: string | null;
            /** @example 1200 */
            value: string;
            /**
             * @example delivered
             * @enum {string}
             */
            state: "pending" | "delivered" | "parked" | "left_out";
            /**
             * @description Why it was parked, or left out.
             * @example null
             * @enum {string|null}
             */
            reason: "refused" | "late" | "uncertain" | "too_old" | "not_whole" | "no_customer" | "refund" | "skipped" | null;
            /**
             * Format: date-time
             * @description Since when Stripe may have it, where that is not known.
             */
            maybeSentAt: string | null;
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["MeterEvent"];
            };
        };
        Principal: {
            /**
             * @description The holder: the name in the journal of the one who acts, whichever of their keys they use.
             * @example key_01k9v3s5d6e7f8g9h0j1k2m3n4
             */
            id: string;
            /**
             * @description The key that was sent; null for the admin key, and for people.
             * @example key_01k9v3s5d6e7f8g9h0j1k2m3n4
             */
            keyId: string | null;
            /**
             * @description The holders who handed that key out.
             * @example [
             *       "user:ada"
             *     ]
             */
            issuedBy: string[];
            /**
             * Format: date-time
             * @description When the key ends, and with it all that it issues; null for one that does not, and for people.
             */
            expiresAt: string | null;
            /** @example research agent */
            name: string;
            /**
             * @example agent
             * @enum {string}
             */
            role: "operator" | "agent" | "approver" | "auditor";
            /**
             * @description The budget in whose subtree it may act; null: everywhere.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string | null;
            /** @description What it may do. */
            actions: ("read" | "reserve" | "charge" | "overdraft" | "refund" | "delegate" | "approve" | "stop" | "manage")[];
            scopes: components["schemas"]["Scopes"];
        };
        IssueKeyBody: {
            /**
             * @description The SHA-256 (hexadecimal) of a secret that you chose: 32 random bytes as base64url, which are 43 characters. The key is then `prefix` of the answer, followed by your secret, which is never sent but with it. A lost answer loses nothing so. Left out: the service makes the secret, and shows it once.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            secretHash?: string | null;
            /** @example research agent */
            name: string;
            /** @description Narrower than the role, and never wider than the key that issues it. */
            scopes?: components["schemas"]["ScopesBody"] | null;
            /**
             * Format: date-time
             * @description Until when it works; not longer than the key that issues it. Left out: as long as that one, or until it is revoked.
             * @example 2026-11-21T09:30:00Z
             */
            expiresAt?: string | null;
            /**
             * @example agent
             * @enum {string}
             */
            role: "operator" | "agent" | "approver" | "auditor";
            /**
             * @description Whose key it is: `self`, a further key of its issuer, in whose name it acts; or `other`, of somebody else. Left out: `other` for an agent and for what the admin issues, which is never `self`; otherwise `self`.
             * @example other
             * @enum {string}
             */
            holder?: "self" | "other";
        };
        WrittenNewKey: {
            /** @example key_01k9v3s5d6e7f8g9h0j1k2m3n4 */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example research agent */
            name: string;
            /**
             * @example agent
             * @enum {string}
             */
            role: "operator" | "agent" | "approver" | "auditor";
            scopes: components["schemas"]["Scopes"];
            /** Format: date-time */
            expiresAt: string | null;
            /**
             * @description Who acts with it, as the journal names them: the id of the first key of its line, or who issued it for themselves.
             * @example key_01k9v3s5d6e7f8g9h0j1k2m3n4
             */
            holder: string;
            /**
             * @description The holders who handed it out, from the nearest up; the admin is not among them.
             * @example [
             *       "user:ada"
             *     ]
             */
            issuedBy: string[];
            /**
             * @description The key that it was issued with, or whose place it took.
             * @example null
             */
            madeFrom: string | null;
            /** @description Whether it can be used: a repeated request may find it revoked or expired. */
            works: boolean;
            /**
             * @description What the text of the key begins with. Its secret follows.
             * @example purser_agent_01k9v3s5d6e7f8g9h0j1k2m3n4_
             */
            prefix: string;
            /**
             * @description What to send as the bearer token. Shown only in the first answer: a repeated request gets null, since only a hash is kept. Null as well where you chose the secret: send `prefix` followed by that.
             * @example purser_agent_01k9v3s5d6e7f8g9h0j1k2m3n4_5n0f…
             */
            secret: string | null;
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["NewKey"];
            };
        };
        Key: {
            /** @example key_01k9v3s5d6e7f8g9h0j1k2m3n4 */
            id: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /** @example research agent */
            name: string;
            /**
             * @example agent
             * @enum {string}
             */
            role: "operator" | "agent" | "approver" | "auditor";
            scopes: components["schemas"]["Scopes"];
            /** Format: date-time */
            expiresAt: string | null;
            /**
             * @description Who acts with it, as the journal names them: the id of the first key of its line, or who issued it for themselves.
             * @example key_01k9v3s5d6e7f8g9h0j1k2m3n4
             */
            holder: string;
            /**
             * @description The holders who handed it out, from the nearest up; the admin is not among them.
             * @example [
             *       "user:ada"
             *     ]
             */
            issuedBy: string[];
            /**
             * @description The key that it was issued with, or whose place it took.
             * @example null
             */
            madeFrom: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            revokedAt: string | null;
        };
        KeyPage: {
            items: components["schemas"]["Key"][];
            /** @description For the next page; null on the last. */
            nextCursor: string | null;
        };
        KeyEnd: {
            /** @example key_01k9v3s5d6e7f8g9h0j1k2m3n4 */
            id: string;
            /**
             * Format: date-time
             * @description When it stops working.
             */
            at: string;
        };
        KeysEnded: {
            /** @description The keys that this request ended. */
            ended: components["schemas"]["KeyEnd"][];
            /**
             * @description How many more it ended than the 1,000 that are listed; absent where there are none.
             * @example 120
             */
            endedOmitted?: number;
            /**
             * @description That there are more than could be ended in the time that a request has: send it again, with the same key. Absent where all have ended.
             * @example true
             */
            keysRemain?: boolean;
        };
        RevokeKeysBody: {
            /** @description Also what came of it: keys issued with it, keys that took its place, and so on. Keys that have ended are looked through as well. Left out: `false`. */
            issued?: boolean;
            /**
             * @description Why; kept in the journal.
             * @example leaked in a log
             */
            reason?: string | null;
            /** @description Those of all descendants as well. Left out: `false`. */
            subtree?: boolean;
        };
        WrittenKeysEnded: {
            /** @description The keys that this request ended. */
            ended: components["schemas"]["KeyEnd"][];
            /**
             * @description How many more it ended than the 1,000 that are listed; absent where there are none.
             * @example 120
             */
            endedOmitted?: number;
            /**
             * @description That there are more than could be ended in the time that a request has: send it again, with the same key. Absent where all have ended.
             * @example true
             */
            keysRemain?: boolean;
            /** @description Where the request repeats an earlier one with the same key. Everything else is as it is now; this is what was answered first. */
            replay?: {
                /**
                 * Format: date-time
                 * @description When it was first answered.
                 */
                at: string;
                /**
                 * @description With which status.
                 * @enum {integer}
                 */
                status: 200 | 201 | 202;
                answer: components["schemas"]["KeysEnded"];
            };
        };
        RotateKeyBody: {
            /**
             * @description The SHA-256 (hexadecimal) of a secret that you chose: 32 random bytes as base64url, which are 43 characters. The key is then `prefix` of the answer, followed by your secret, which is never sent but with it. A lost answer loses nothing so. Left out: the service makes the secret, and shows it once.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            secretHash?: string | null;
            /** @description How long the old key works on, so that its holders can change over. Left out: `0`. */
            overlapSeconds?: number;
            /**
             * @description Why; kept in the journal.
             * @example quarterly rotation
             */
            reason?: string | null;
        };
        RevokeKeyBody: {
            /** @description Also what came of it: keys issued with it, keys that took its place, and so on. Keys that have ended are looked through as well. Left out: `false`. */
            issued?: boolean;
            /**
             * @description Why; kept in the journal.
             * @example leaked in a log
             */
            reason?: string | null;
        };
        Issuer: {
            /**
             * @description Who signs people in.
             * @example https://login.example.com
             */
            issuer: string;
        };
        SignIn: {
            /**
             * @description With a key.
             * @example true
             */
            key: boolean;
            /** @description With OpenID Connect, at `/v1/sessions/open-id-connect`; null where no client of an issuer is configured. */
            openIdConnect: components["schemas"]["Issuer"] | null;
        };
        SignInBody: {
            /**
             * @description The key. It is looked at and not kept.
             * @example purser_operator_01k9v3s5d6e7f8g9h0j1k2m3n4_Zm9yIHRoZSBleGFtcGxlIGFsb25lLCBhbmQgbm8ga2V5
             */
            key: string;
        };
        Session: {
            /** @example ses_01k9v3r6d7e8f9g0h1j2k3m4n5 */
            id: string;
            /**
             * @description Who acts, as the journal names them.
             * @example key_01k9v3s5d6e7f8g9h0j1k2m3n4
             */
            holder: string;
            /** @example ann */
            name: string;
            /**
             * @example approver
             * @enum {string}
             */
            role: "operator" | "agent" | "approver" | "auditor";
            /**
             * @description The budget in whose subtree they may act; null: everywhere.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string | null;
            /**
             * @description With what they signed in.
             * @example key
             * @enum {string}
             */
            signedInBy: "key" | "open_id_connect";
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it ends at the latest: after its time, or with the key or token that opened it.
             */
            expiresAt: string;
            /** @description What they may do. */
            actions: ("read" | "reserve" | "charge" | "overdraft" | "refund" | "delegate" | "approve" | "stop" | "manage")[];
            /**
             * @description To be sent as `X-Purser-CSRF` with all that changes something.
             * @example Rk9yIHRoZSBleGFtcGxlIGFsb25lLCBhbmQgbm8gdG9r
             */
            csrfToken: string;
        };
        OpenSession: {
            /** @example ses_01k9v3r6d7e8f9g0h1j2k3m4n5 */
            id: string;
            /**
             * @description Who acts, as the journal names them.
             * @example key_01k9v3s5d6e7f8g9h0j1k2m3n4
             */
            holder: string;
            /** @example ann */
            name: string;
            /**
             * @example approver
             * @enum {string}
             */
            role: "operator" | "agent" | "approver" | "auditor";
            /**
             * @description The budget in whose subtree they may act; null: everywhere.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId: string | null;
            /**
             * @description With what they signed in.
             * @example key
             * @enum {string}
             */
            signedInBy: "key" | "open_id_connect";
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it ends at the latest: after its time, or with the key or token that opened it.
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description About when it was last used: within a minute.
             */
            usedAt: string;
            /**
             * @description Whether it is the one that the request is made in.
             * @example true
             */
            current: boolean;
        };
        OpenSessionPage: {
            items: components["schemas"]["OpenSession"][];
            /** @description Null on the last page. */
            nextCursor: string | null;
        };
        ReachedLimit: {
            /** @example env_01k9v3nq3w4x5y6z7a8b9c0d1e */
            envelopeId: string;
            /**
             * @description The name of the envelope at the decision; absent where it has none.
             * @example daily cap
             */
            envelopeName?: string;
            /**
             * @description The budget that it lies on; absent in events from before that was recorded.
             * @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8
             */
            budgetId?: string;
            /**
             * @description The name of that budget at the decision; absent in entries from before names were recorded.
             * @example research team
             */
            budgetName?: string;
            /**
             * @description The vendor, category or run counted apart.
             * @example openai
             */
            key?: string;
            /** @example 25 */
            limit: string;
            /** @example 25 */
            used: string;
            /** @description What a request that was denied would have added. */
            requested?: string;
        };
        EventData: {
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            treeId: string;
            /** @example budget_01k9v3n8h2f0g9x7m4q5r6s7t8 */
            budgetId: string;
            /**
             * @description The version of the budget that the entry made: events of a budget come in this order.
             * @example 13
             */
            version: number;
            /** @description The journal entry, as /v1/budgets/{id}/entries shows it. */
            entry: components["schemas"]["EntryContent"];
            /** @description Of an envelope's events. */
            limits?: components["schemas"]["ReachedLimit"][];
        };
        Event: {
            /**
             * @description The same whenever the event is sent again.
             * @example evt_01k9v3n8h2f0g9x7m4q5r6s7t8_13_reservation-committed
             */
            id: string;
            /**
             * @example reservation.committed
             * @enum {string}
             */
            type: "reservation.reserved" | "reservation.denied" | "reservation.pending_approval" | "reservation.approved" | "reservation.rejected" | "reservation.expired" | "reservation.committed" | "reservation.charged" | "reservation.released" | "reservation.refunded" | "reservation.overdraft" | "reservation.claimed" | "reservation.claim_settled" | "reservation.claim_dismissed" | "reservation.disputed" | "reservation.dispute_upheld" | "reservation.dispute_rejected" | "reservation.dispute_withdrawn" | "budget.created" | "budget.delegated" | "budget.funded" | "budget.updated" | "budget.frozen" | "budget.paused" | "budget.resumed" | "budget.closing" | "budget.closed" | "envelope.threshold_reached" | "envelope.exhausted" | "key.issued" | "key.revoked";
            /**
             * Format: date-time
             * @example 2026-11-21T09:30:00.000Z
             */
            timestamp: string;
            data: components["schemas"]["EventData"];
        };
    };
    responses: {
        /** @description `internal_error`: The service failed. */
        Problem500: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "internal_error";
                    /** @enum {integer} */
                    status: 500;
                };
            };
        };
        /** @description `overloaded`: The service is overloaded or stopping. `unavailable`: The database cannot be reached. */
        Problem503: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "overloaded" | "unavailable";
                    /** @enum {integer} */
                    status: 503;
                };
            };
        };
        /** @description `unauthenticated`: A valid key is required. */
        Problem401: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unauthenticated";
                    /** @enum {integer} */
                    status: 401;
                };
            };
        };
        /** @description `rate_limited`: Too many commands with this key. `too_much_at_once`: Too much is under way at once. */
        Problem429: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "rate_limited" | "too_much_at_once";
                    /** @enum {integer} */
                    status: 429;
                };
            };
        };
        /** @description `not_found`: Nothing has this id. */
        Problem404: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_found";
                    /** @enum {integer} */
                    status: 404;
                };
            };
        };
        /** @description `forbidden`: The key does not allow this. `csrf`: The request may be forged. */
        Problem403: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden" | "csrf";
                    /** @enum {integer} */
                    status: 403;
                };
            };
        };
        /** @description `body_too_large`: The body is too large. */
        Problem413: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "body_too_large";
                    /** @enum {integer} */
                    status: 413;
                };
            };
        };
        /** @description `unsupported_media_type`: The body is not JSON. */
        Problem415: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unsupported_media_type";
                    /** @enum {integer} */
                    status: 415;
                };
            };
        };
        /** @description `idempotency_key_reused`: The Idempotency-Key was used for another request. */
        Problem422: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency_key_reused";
                    /** @enum {integer} */
                    status: 422;
                };
            };
        };
        /** @description `idempotency_key_required`: An Idempotency-Key is required. */
        Problem428: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency_key_required";
                    /** @enum {integer} */
                    status: 428;
                };
            };
        };
        /** @description `validation_failed`: The request is not valid. `malformed_request`: The request is malformed. */
        Problem400: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "validation_failed" | "malformed_request";
                    /** @enum {integer} */
                    status: 400;
                };
            };
        };
        /** @description `validation_failed`: The request is not valid. `malformed_request`: The request is malformed. `malformed_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. */
        Problem400AsFreezeBudget: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "validation_failed" | "malformed_request" | "malformed_json" | "invalid_encoding";
                    /** @enum {integer} */
                    status: 400;
                };
            };
        };
        /** @description `version_mismatch`: The balance has changed. */
        Problem412: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "version_mismatch";
                    /** @enum {integer} */
                    status: 412;
                };
            };
        };
        /** @description `revision_mismatch`: The settings have changed. */
        Problem412AsUpdateBudget: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "revision_mismatch";
                    /** @enum {integer} */
                    status: 412;
                };
            };
        };
        /** @description `validation_failed`: The request is not valid. `malformed_request`: The request is malformed. `malformed_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `invalid_amount`: The amount does not fit the tree. */
        Problem400AsFundBudget: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "validation_failed" | "malformed_request" | "malformed_json" | "invalid_encoding" | "invalid_amount";
                    /** @enum {integer} */
                    status: 400;
                };
            };
        };
        /** @description `budget_closed`: The budget is closed. `budget_frozen`: The budget is frozen. `budget_paused`: The budget is paused. */
        Problem423: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "budget_closed" | "budget_frozen" | "budget_paused";
                    /** @enum {integer} */
                    status: 423;
                };
            };
        };
        /** @description `idempotency_key_required`: An Idempotency-Key is required. `if_match_required`: If-Match is required. */
        Problem428AsUpdateBudget: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency_key_required" | "if_match_required";
                    /** @enum {integer} */
                    status: 428;
                };
            };
        };
        /** @description `budget_state`: The budget is closed. */
        Problem409: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "budget_state";
                    /** @enum {integer} */
                    status: 409;
                };
            };
        };
        /** @description `reservation_state`: The reservation is in another state. */
        Problem409AsReleaseReservation: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "reservation_state";
                    /** @enum {integer} */
                    status: 409;
                };
            };
        };
        /** @description `forbidden`: The key does not allow this. `csrf`: The request may be forged. `scope_vendor`: The key is not for this vendor. `scope_category`: The key is not for this category. `scope_run`: The key is not for this run. `scope_amount`: The amount is too large for the key. */
        Problem403AsReleaseReservation: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden" | "csrf" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount";
                    /** @enum {integer} */
                    status: 403;
                };
            };
        };
        /** @description `validation_failed`: The request is not valid. `malformed_request`: The request is malformed. `malformed_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `reason_required`: A reason is required. */
        Problem400AsResumeBudget: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "validation_failed" | "malformed_request" | "malformed_json" | "invalid_encoding" | "reason_required";
                    /** @enum {integer} */
                    status: 400;
                };
            };
        };
        /** @description `not_acceptable`: The answer cannot be sent in that form. */
        Problem406: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_acceptable";
                    /** @enum {integer} */
                    status: 406;
                };
            };
        };
        /** @description `not_a_root`: Only a root has this. */
        Problem409AsSetMeters: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_a_root";
                    /** @enum {integer} */
                    status: 409;
                };
            };
        };
        /** @description `validation_failed`: The request is not valid. `malformed_request`: The request is malformed. `malformed_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `invalid_amount`: The amount does not fit the tree. `invalid_envelope`: The parts of the envelope do not go together. */
        Problem400AsCreateBudget: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "validation_failed" | "malformed_request" | "malformed_json" | "invalid_encoding" | "invalid_amount" | "invalid_envelope";
                    /** @enum {integer} */
                    status: 400;
                };
            };
        };
        /** @description `forbidden`: The key does not allow this. `csrf`: The request may be forged. `set_from_above`: This was set from above. */
        Problem403AsResumeBudget: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden" | "csrf" | "set_from_above";
                    /** @enum {integer} */
                    status: 403;
                };
            };
        };
        /** @description `too_many_names`: Too many new names today. `insufficient_funds`: There is not enough money. `envelope_exceeded`: An envelope would be exceeded. `count_exceeded`: Too many reservations in this window. */
        Problem402: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "too_many_names" | "insufficient_funds" | "envelope_exceeded" | "count_exceeded";
                    /** @enum {integer} */
                    status: 402;
                };
            };
        };
        /** @description `forbidden`: The key does not allow this. `csrf`: The request may be forged. `vendor_not_allowed`: The vendor may not be paid. `category_not_allowed`: The category may not be paid. `scope_vendor`: The key is not for this vendor. `scope_category`: The key is not for this category. `scope_run`: The key is not for this run. `scope_amount`: The amount is too large for the key. */
        Problem403AsCreateReservation: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden" | "csrf" | "vendor_not_allowed" | "category_not_allowed" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount";
                    /** @enum {integer} */
                    status: 403;
                };
            };
        };
        /** @description `rate_limited`: Too many commands with this key. `too_much_at_once`: Too much is under way at once. `too_many_names`: Too many new names today. `count_exceeded`: Too many reservations in this window. */
        Problem429AsCreateReservation: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "rate_limited" | "too_much_at_once" | "too_many_names" | "count_exceeded";
                    /** @enum {integer} */
                    status: 429;
                };
            };
        };
        /** @description `forbidden`: The key does not allow this. */
        Problem403AsGetSettlement: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden";
                    /** @enum {integer} */
                    status: 403;
                };
            };
        };
        /** @description `csrf`: The request may be forged. */
        Problem403AsOpenSession: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "csrf";
                    /** @enum {integer} */
                    status: 403;
                };
            };
        };
        /** @description `insufficient_funds`: There is not enough money. */
        Problem402AsDelegateBudget: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "insufficient_funds";
                    /** @enum {integer} */
                    status: 402;
                };
            };
        };
        /** @description `amount_overflow`: A balance would become too large. */
        Problem409AsCreateReservation: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "amount_overflow";
                    /** @enum {integer} */
                    status: 409;
                };
            };
        };
        /** @description `idempotency_key_reused`: The Idempotency-Key was used for another request. `price_unknown`: Nobody has set a price. `invalid_usage`: The usage does not fit the price. */
        Problem422AsCreateReservation: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency_key_reused" | "price_unknown" | "invalid_usage";
                    /** @enum {integer} */
                    status: 422;
                };
            };
        };
        /** @description `idempotency_key_reused`: The Idempotency-Key was used for another request. `invalid_usage`: The usage does not fit the price. `usage_required`: The reservation is paid by its usage. `amount_required`: The commit says no amount. */
        Problem422AsCommitReservation: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency_key_reused" | "invalid_usage" | "usage_required" | "amount_required";
                    /** @enum {integer} */
                    status: 422;
                };
            };
        };
        /** @description `forbidden`: The key does not allow this. `csrf`: The request may be forged. `scope_vendor`: The key is not for this vendor. `scope_category`: The key is not for this category. `scope_run`: The key is not for this run. `scope_amount`: The amount is too large for the key. `overdraft_bound`: Your right to record costs above limits does not reach this far. */
        Problem403AsSettleClaim: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden" | "csrf" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount" | "overdraft_bound";
                    /** @enum {integer} */
                    status: 403;
                };
            };
        };
        /** @description `forbidden`: The key does not allow this. `csrf`: The request may be forged. `scope_vendor`: The key is not for this vendor. `scope_category`: The key is not for this category. `scope_run`: The key is not for this run. `scope_amount`: The amount is too large for the key. `own_request`: You cannot decide on your own request. */
        Problem403AsUpholdDispute: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden" | "csrf" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount" | "own_request";
                    /** @enum {integer} */
                    status: 403;
                };
            };
        };
        /** @description `webhook_kind`: The webhook is of another kind. */
        Problem409AsUpdateWebhook: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "webhook_kind";
                    /** @enum {integer} */
                    status: 409;
                };
            };
        };
        /** @description `not_a_root`: Only a root has this. `meter_event_state`: The meter event cannot be sent again, or skipped. */
        Problem409AsRetryMeterEvent: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_a_root" | "meter_event_state";
                    /** @enum {integer} */
                    status: 409;
                };
            };
        };
        /** @description `validation_failed`: The request is not valid. `malformed_request`: The request is malformed. `malformed_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `invalid_key`: The key could not be used. */
        Problem400AsIssueKey: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "validation_failed" | "malformed_request" | "malformed_json" | "invalid_encoding" | "invalid_key";
                    /** @enum {integer} */
                    status: 400;
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description The caller's X-Request-Id, or a new one: also in problems, logs and the journal.
         * @example 8c0f2b6e-5f0e-4a36-9d1b-1f3f0a8f6c11
         */
        "X-Request-Id": string;
        /** @description Present where an earlier request with the same key was answered already: see `replay`. */
        "Idempotency-Replayed": "true";
        /**
         * @description The budget's revision in double quotes.
         * @example "3"
         */
        ETag: string;
        /**
         * @description Of an export whose rows are all as of one moment: what was decided before this is in them.
         * @example 2026-11-21T09:30:00.000Z
         */
        "Purser-As-Of": string;
        /**
         * @description Where the reservation can be read, and waited for with waitSeconds.
         * @example /v1/reservations/rsv_01k9v3p0a1b2c3d4e5f6g7h8j9
         */
        Location: string;
        /** @description Bearer. */
        "WWW-Authenticate": string;
        /** @description Seconds after which to try again; absent where trying again cannot help. */
        "Retry-After": number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listBudgets: {
        parameters: {
            query?: {
                /** @description How many items to show. Left out: `50`. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Only the children of this budget. */
                parentId?: string;
                /** @description Only this budget and all that lies under it. */
                within?: string;
                /** @description Only roots. */
                rootsOnly?: boolean;
                /** @description Only those that are not closed. */
                openOnly?: boolean;
                state?: "active" | "frozen" | "paused" | "closing" | "closed";
                /** @description `true`: only open ones that have an overdraft; `false`: only those that have none. */
                overdrawn?: boolean;
                /** @description Part of the name or of what their makers call them, in whatever case. */
                q?: string;
                /** @description The whole name. */
                name?: string;
                /** @description What their makers call them. */
                ref?: string;
                /** @description Labels that all must be there, each as `key:value`; may be repeated. */
                metadata?: string[];
                /** @description The oldest first, or the newest. Left out: `desc`. */
                order?: "asc" | "desc";
                /** @description What items show besides; left out since it can be large. May be repeated, or name several with commas between them. */
                expand?: ("policy" | "metadata" | "subtree" | "ancestors")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of budgets. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createBudget: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateBudgetBody"];
            };
        };
        responses: {
            /** @description The budget. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenNewBudget"];
                };
            };
            400: components["responses"]["Problem400AsCreateBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `too_many_envelopes`: The budget has too many envelopes. `amount_overflow`: A balance would become too large. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "too_many_envelopes" | "amount_overflow";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    delegateBudget: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DelegateBody"];
            };
        };
        responses: {
            /** @description The open child of this `ref`, which was there already. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenNewChild"];
                };
            };
            /** @description The child. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenNewChild"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `malformed_request`: The request is malformed. `malformed_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `invalid_amount`: The amount does not fit the tree. `invalid_allowance`: Guarantee and ceiling do not fit. `invalid_key`: The key could not be used. `invalid_envelope`: The parts of the envelope do not go together. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "validation_failed" | "malformed_request" | "malformed_json" | "invalid_encoding" | "invalid_amount" | "invalid_allowance" | "invalid_key" | "invalid_envelope";
                        /** @enum {integer} */
                        status: 400;
                    };
                };
            };
            401: components["responses"]["Problem401"];
            402: components["responses"]["Problem402AsDelegateBudget"];
            /** @description `forbidden`: The key does not allow this. `csrf`: The request may be forged. `scope_amount`: The amount is too large for the key. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "forbidden" | "csrf" | "scope_amount";
                        /** @enum {integer} */
                        status: 403;
                    };
                };
            };
            404: components["responses"]["Problem404"];
            /** @description `depth_exceeded`: The tree would be too deep. `too_many_envelopes`: The budget has too many envelopes. `amount_overflow`: A balance would become too large. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "depth_exceeded" | "too_many_envelopes" | "amount_overflow";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            423: components["responses"]["Problem423"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getBudget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The budget. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetWithUsage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    updateBudget: {
        parameters: {
            query?: never;
            header: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
                /** @description The budget's revision in double quotes, as its ETag gives it. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateBudgetBody"];
            };
        };
        responses: {
            /** @description The budget. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenBudget"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `malformed_request`: The request is malformed. `malformed_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `invalid_amount`: The amount does not fit the tree. `invalid_allowance`: Guarantee and ceiling do not fit. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "validation_failed" | "malformed_request" | "malformed_json" | "invalid_encoding" | "invalid_amount" | "invalid_allowance";
                        /** @enum {integer} */
                        status: 400;
                    };
                };
            };
            401: components["responses"]["Problem401"];
            402: components["responses"]["Problem402AsDelegateBudget"];
            /** @description `forbidden`: The key does not allow this. `csrf`: The request may be forged. `set_from_above`: This was set from above. `scope_amount`: The amount is too large for the key. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "forbidden" | "csrf" | "set_from_above" | "scope_amount";
                        /** @enum {integer} */
                        status: 403;
                    };
                };
            };
            404: components["responses"]["Problem404"];
            /** @description `not_a_root`: Only a root has this. `budget_state`: The budget is closed. `below_used`: The new value is below what is used. `amount_overflow`: A balance would become too large. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_a_root" | "budget_state" | "below_used" | "amount_overflow";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412AsUpdateBudget"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            423: components["responses"]["Problem423"];
            428: components["responses"]["Problem428AsUpdateBudget"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getBudgetTree: {
        parameters: {
            query?: {
                /** @description How many levels below the budget to show. Left out: `3`. */
                depth?: number;
                /** @description How many budgets to show in all. Left out: `200`. */
                limit?: number;
                /** @description What items show besides; left out since it can be large. May be repeated, or name several with commas between them. */
                expand?: ("policy" | "metadata")[];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The budget with its descendants. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetTree"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    fundBudget: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FundBody"];
            };
        };
        responses: {
            /** @description The budget. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenBudget"];
                };
            };
            400: components["responses"]["Problem400AsFundBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description `not_a_root`: Only a root has this. `budget_state`: The budget is closed. `amount_overflow`: A balance would become too large. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_a_root" | "budget_state" | "amount_overflow";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    defundBudget: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FundBody"];
            };
        };
        responses: {
            /** @description The budget. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenBudget"];
                };
            };
            400: components["responses"]["Problem400AsFundBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description `not_a_root`: Only a root has this. `budget_state`: The budget is closed. `below_used`: The new value is below what is used. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_a_root" | "budget_state" | "below_used";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    freezeBudget: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
                /** @description The budget's revision in double quotes, as its ETag gives it. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeStateBody"];
            };
        };
        responses: {
            /** @description The budget. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenBudget"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412AsUpdateBudget"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    resumeBudget: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
                /** @description The budget's revision in double quotes, as its ETag gives it. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeStateBody"];
            };
        };
        responses: {
            /** @description The budget. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenBudget"];
                };
            };
            400: components["responses"]["Problem400AsResumeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsResumeBudget"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412AsUpdateBudget"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    closeBudget: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
                /** @description The budget's revision in double quotes, as its ETag gives it. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CloseBody"];
            };
        };
        responses: {
            /** @description The budget. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenBudget"];
                };
            };
            /** @description The budget is `closing`: nothing can begin under it, and what is left is being settled. `balances` show how far that is; read the budget until it is `closed`. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenBudget"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description `budget_state`: The budget is closed. `holds_live`: Reservations are still held. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "budget_state" | "holds_live";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412AsUpdateBudget"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listFullestEnvelopes: {
        parameters: {
            query?: {
                /** @description Only where at least this part of the limit is used. Left out: wherever anything is. */
                shareFrom?: string;
                /** @description On this budget, or on one under it. Left out: on all that the caller reaches. */
                budgetId?: string;
                /** @description What items show besides. `budget`: the budget that the limit is on. */
                expand?: "budget"[];
                /** @description How many items to show. Left out: `50`. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of envelopes. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullEnvelopePage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createEnvelope: {
        parameters: {
            query?: never;
            header: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
                /** @description The budget's revision in double quotes, as its ETag gives it. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnvelopeBody"];
            };
        };
        responses: {
            /** @description The envelope. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenChangedEnvelope"];
                };
            };
            400: components["responses"]["Problem400AsCreateBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description `budget_state`: The budget is closed. `too_many_envelopes`: The budget has too many envelopes. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "budget_state" | "too_many_envelopes";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412AsUpdateBudget"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428AsUpdateBudget"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    deleteEnvelope: {
        parameters: {
            query?: never;
            header: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
                /** @description The budget's revision in double quotes, as its ETag gives it. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The envelope that was deleted. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenChangedEnvelope"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsResumeBudget"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412AsUpdateBudget"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428AsUpdateBudget"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    updateEnvelope: {
        parameters: {
            query?: never;
            header: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
                /** @description The budget's revision in double quotes, as its ETag gives it. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateEnvelopeBody"];
            };
        };
        responses: {
            /** @description The envelope. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenChangedEnvelope"];
                };
            };
            400: components["responses"]["Problem400AsCreateBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsResumeBudget"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412AsUpdateBudget"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428AsUpdateBudget"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getEnvelopeWindows: {
        parameters: {
            query?: {
                /** @description Of a limit with `per`: whose counter, as `usage` of the budget names it. Left out: that of what names none. */
                key?: string;
                /** @description How many windows, the one under way included. Left out: `30`. */
                last?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it counted. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountedWindows"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getBaseline: {
        parameters: {
            query?: {
                /** @description Which windows; in the time zone of the tree. Left out: `day`. */
                window?: "transaction" | "minute" | "hour" | "day" | "week" | "month";
                /** @description How far back to look. Left out: 30, with month 63. */
                windowDays?: number;
                /** @description `self` leaves out what descendants spent. Left out: `subtree`. */
                scope?: "subtree" | "self";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The past, and what follows it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Past"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listReservations: {
        parameters: {
            query?: {
                /** @description How many items to show. Left out: `50`. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                budgetId?: string;
                /** @description With budgetId: those of its descendants, too. */
                subtree?: boolean;
                /** @description By their ids, which are made when a request arrives, or by the time of settlement: then only those that are settled are shown. Left out: `createdAt`. */
                orderBy?: "createdAt" | "settledAt";
                /** @description The oldest first, or the newest. Left out: `desc`. */
                order?: "asc" | "desc";
                /** @description Made at this time or later. */
                createdFrom?: string;
                /** @description Made before this time. */
                createdTo?: string;
                /** @description Settled (committed, released or expired) at this time or later. */
                settledFrom?: string;
                /** @description Settled before this time. */
                settledTo?: string;
                /** @description In one of these states. May be repeated, or name several with commas between them. */
                state?: ("pending_approval" | "held" | "committed" | "released" | "expired" | "rejected")[];
                /** @description Those on which something is claimed, or is not. */
                claimed?: boolean;
                /** @description Those whose payments were disputed, with the last dispute in one of these states. May be repeated, or name several with commas between them. */
                dispute?: ("open" | "upheld" | "rejected" | "withdrawn" | "refunded")[];
                /** @description Who asked for it: a holder, or the id of the key that was sent. */
                principal?: string;
                runId?: string;
                taskId?: string;
                /** @description Of one of these vendors. May be repeated, or name several with commas between them. */
                vendor?: string[];
                category?: string;
                /** @description What was bought. */
                item?: string;
                /** @description How the one who was paid named what was settled last, or the last refund. */
                externalId?: string;
                /** @description What came of the call, by its type. */
                outcomeType?: string;
                /** @description Its labels, or those of its settlements. */
                metadata?: string[];
                /** @description What items show besides. `metadata`: their labels. `budget`: its budget as it is now. `envelopes`: those in force that asked people about it or counted it, each with the counter that it is in (`usage`), as far as they lie in the reach of the key. May be repeated, or name several with commas between them. */
                expand?: ("metadata" | "budget" | "envelopes")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of reservations. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReservationPage"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            406: components["responses"]["Problem406"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createReservation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReserveBody"];
            };
        };
        responses: {
            /** @description To a repeated request: the reservation, for which nothing is set aside any more. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenEndedReservation"];
                };
            };
            /** @description The reservation, held. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenHeldReservation"];
                };
            };
            /** @description The reservation, which waits for approval; Location is where to wait. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenPendingReservation"];
                };
            };
            400: components["responses"]["Problem400AsFundBudget"];
            401: components["responses"]["Problem401"];
            402: components["responses"]["Problem402"];
            403: components["responses"]["Problem403AsCreateReservation"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsCreateReservation"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422AsCreateReservation"];
            423: components["responses"]["Problem423"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429AsCreateReservation"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getReservation: {
        parameters: {
            query?: {
                /** @description What is shown besides. `budget`: its budget as it is now. `envelopes`: those in force that asked people about it or counted it, each with the counter that it is in (`usage`), as far as they lie in the reach of the key. May be repeated, or name several with commas between them. */
                expand?: ("budget" | "envelopes")[];
                /** @description How long to wait for the decision on one that waits for approval. Left out: `0`. */
                waitSeconds?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReservationDetails"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    batchReservations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchBody"];
            };
        };
        responses: {
            /** @description The results, in the order of the commands. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResults"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    commitReservation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommitBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            /** @description The reservation, with a claim: the key may not record all of the cost. What is within the hold and the limits is paid, the rest waits for somebody who may record it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenClaimedReservation"];
                };
            };
            400: components["responses"]["Problem400AsFundBudget"];
            401: components["responses"]["Problem401"];
            402: components["responses"]["Problem402"];
            403: components["responses"]["Problem403AsCreateReservation"];
            404: components["responses"]["Problem404"];
            /** @description `reservation_state`: The reservation is in another state. `amount_overflow`: A balance would become too large. `overage_rejected`: The commit exceeds the hold. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "reservation_state" | "amount_overflow" | "overage_rejected";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422AsCommitReservation"];
            423: components["responses"]["Problem423"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429AsCreateReservation"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    releaseReservation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReleaseBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsReleaseReservation"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsReleaseReservation"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    extendReservation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtendBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsReleaseReservation"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsReleaseReservation"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    revokeSettlementToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReleaseBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsReleaseReservation"];
            404: components["responses"]["Problem404"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    refundReservation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            400: components["responses"]["Problem400AsFundBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsReleaseReservation"];
            404: components["responses"]["Problem404"];
            /** @description `refund_exceeds_committed`: The refund exceeds what was paid. `refund_exceeds_usage`: More comes back than was used. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "refund_exceeds_committed" | "refund_exceeds_usage";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    recordCharge: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChargeBody"];
            };
        };
        responses: {
            /** @description The reservation, committed. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            /** @description The reservation, with a claim: the key may not record all of the cost. What is within the limits is paid, the rest waits for somebody who may record it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenClaimedReservation"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `malformed_request`: The request is malformed. `malformed_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `invalid_amount`: The amount does not fit the tree. `invalid_time`: It did not happen in the recent past. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "validation_failed" | "malformed_request" | "malformed_json" | "invalid_encoding" | "invalid_amount" | "invalid_time";
                        /** @enum {integer} */
                        status: 400;
                    };
                };
            };
            401: components["responses"]["Problem401"];
            402: components["responses"]["Problem402"];
            403: components["responses"]["Problem403AsCreateReservation"];
            404: components["responses"]["Problem404"];
            /** @description `charge_exists`: This was charged before. `amount_overflow`: A balance would become too large. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "charge_exists" | "amount_overflow";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422AsCreateReservation"];
            423: components["responses"]["Problem423"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429AsCreateReservation"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    settleClaim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SettleClaimBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            400: components["responses"]["Problem400AsFundBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsSettleClaim"];
            404: components["responses"]["Problem404"];
            /** @description `reservation_state`: The reservation is in another state. `claim_exceeded`: The amount exceeds the claim. `amount_overflow`: A balance would become too large. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "reservation_state" | "claim_exceeded" | "amount_overflow";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    dismissClaim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DismissClaimBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            400: components["responses"]["Problem400AsResumeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsSettleClaim"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsReleaseReservation"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    openDispute: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenDisputeBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `malformed_request`: The request is malformed. `malformed_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `invalid_amount`: The amount does not fit the tree. `reason_required`: A reason is required. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "validation_failed" | "malformed_request" | "malformed_json" | "invalid_encoding" | "invalid_amount" | "reason_required";
                        /** @enum {integer} */
                        status: 400;
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsReleaseReservation"];
            404: components["responses"]["Problem404"];
            /** @description `reservation_state`: The reservation is in another state. `dispute_exists`: This payment was disputed before. `dispute_too_late`: The time for a dispute is over. `refund_exceeds_committed`: The refund exceeds what was paid. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "reservation_state" | "dispute_exists" | "dispute_too_late" | "refund_exceeds_committed";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    upholdDispute: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpholdDisputeBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            400: components["responses"]["Problem400AsFundBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsUpholdDispute"];
            404: components["responses"]["Problem404"];
            /** @description `reservation_state`: The reservation is in another state. `dispute_exceeded`: The amount exceeds what is disputed. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "reservation_state" | "dispute_exceeded";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    rejectDispute: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectDisputeBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            400: components["responses"]["Problem400AsResumeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsUpholdDispute"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsReleaseReservation"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    withdrawDispute: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReleaseBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            /** @description `forbidden`: The key does not allow this. `csrf`: The request may be forged. `scope_vendor`: The key is not for this vendor. `scope_category`: The key is not for this category. `scope_run`: The key is not for this run. `scope_amount`: The amount is too large for the key. `not_your_dispute`: Somebody else opened this dispute. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "forbidden" | "csrf" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount" | "not_your_dispute";
                        /** @enum {integer} */
                        status: 403;
                    };
                };
            };
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsReleaseReservation"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getSettlement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What there is to settle. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settlement"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsGetSettlement"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    commitSettlement: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayeeCommitBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenSettlement"];
                };
            };
            400: components["responses"]["Problem400AsFundBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsGetSettlement"];
            /** @description `settlement_exceeds_hold`: More than is held. `reservation_state`: The reservation is in another state. `amount_overflow`: A balance would become too large. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "settlement_exceeds_hold" | "reservation_state" | "amount_overflow";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422AsCommitReservation"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    releaseSettlement: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PayeeReleaseBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenSettlement"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsGetSettlement"];
            409: components["responses"]["Problem409AsReleaseReservation"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    extendRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunExtendBody"];
            };
        };
        responses: {
            /** @description What was done, and where to go on. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunResult"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    releaseRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunReleaseBody"];
            };
        };
        responses: {
            /** @description What was done, and where to go on. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunResult"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listApprovals: {
        parameters: {
            query?: {
                /** @description How many items to show. Left out: `50`. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                budgetId?: string;
                /** @description With budgetId: those of its descendants, too. */
                subtree?: boolean;
                /** @description What items show besides. `metadata`: their labels. `budget`: its budget as it is now. `envelopes`: those in force that asked people about it or counted it, each with the counter that it is in (`usage`), as far as they lie in the reach of the key. May be repeated, or name several with commas between them. */
                expand?: ("metadata" | "budget" | "envelopes")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of reservations. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReservationPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    approveReservation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApproveBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            /** @description `envelope_exceeded`: An envelope would be exceeded. `count_exceeded`: Too many reservations in this window. */
            402: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "envelope_exceeded" | "count_exceeded";
                        /** @enum {integer} */
                        status: 402;
                    };
                };
            };
            /** @description `forbidden`: The key does not allow this. `csrf`: The request may be forged. `own_request`: You cannot decide on your own request. `not_an_approver`: You are not one of the approvers. `approver_out_of_reach`: An envelope that needs approval lies above your budget. `vendor_not_allowed`: The vendor may not be paid. `category_not_allowed`: The category may not be paid. `scope_vendor`: The key is not for this vendor. `scope_category`: The key is not for this category. `scope_run`: The key is not for this run. `scope_amount`: The amount is too large for the key. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "forbidden" | "csrf" | "own_request" | "not_an_approver" | "approver_out_of_reach" | "vendor_not_allowed" | "category_not_allowed" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount";
                        /** @enum {integer} */
                        status: 403;
                    };
                };
            };
            404: components["responses"]["Problem404"];
            /** @description `reservation_state`: The reservation is in another state. `approval_too_late`: The time for deciding is over. `already_approved`: You have approved already. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "reservation_state" | "approval_too_late" | "already_approved";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            /** @description `version_mismatch`: The balance has changed. `fingerprint_mismatch`: The fingerprint is of another request. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "version_mismatch" | "fingerprint_mismatch";
                        /** @enum {integer} */
                        status: 412;
                    };
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            423: components["responses"]["Problem423"];
            428: components["responses"]["Problem428"];
            /** @description `rate_limited`: Too many commands with this key. `too_much_at_once`: Too much is under way at once. `count_exceeded`: Too many reservations in this window. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "rate_limited" | "too_much_at_once" | "count_exceeded";
                        /** @enum {integer} */
                        status: 429;
                    };
                };
            };
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    rejectReservation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectBody"];
            };
        };
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenReservation"];
                };
            };
            400: components["responses"]["Problem400AsResumeBudget"];
            401: components["responses"]["Problem401"];
            /** @description `forbidden`: The key does not allow this. `csrf`: The request may be forged. `own_request`: You cannot decide on your own request. `not_an_approver`: You are not one of the approvers. `approver_out_of_reach`: An envelope that needs approval lies above your budget. `scope_vendor`: The key is not for this vendor. `scope_category`: The key is not for this category. `scope_run`: The key is not for this run. `scope_amount`: The amount is too large for the key. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "forbidden" | "csrf" | "own_request" | "not_an_approver" | "approver_out_of_reach" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount";
                        /** @enum {integer} */
                        status: 403;
                    };
                };
            };
            404: components["responses"]["Problem404"];
            /** @description `reservation_state`: The reservation is in another state. `approval_too_late`: The time for deciding is over. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "reservation_state" | "approval_too_late";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createDecision: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PurposeBody"];
            };
        };
        responses: {
            /** @description The decision. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            400: components["responses"]["Problem400AsFundBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsCreateReservation"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /** @description `price_unknown`: Nobody has set a price. `invalid_usage`: The usage does not fit the price. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "price_unknown" | "invalid_usage";
                        /** @enum {integer} */
                        status: 422;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listPrices: {
        parameters: {
            query?: {
                /** @description How many items to show. Left out: `50`. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                vendor?: string;
                item?: string;
                /** @description Those as well that were withdrawn, or whose place another has taken. Left out: `false`. */
                ended?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of prices, the newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricePage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    setPrice: {
        parameters: {
            query?: never;
            header: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
                /** @description The budget's revision in double quotes, as its ETag gives it. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetPriceBody"];
            };
        };
        responses: {
            /** @description The price. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenPrice"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `malformed_request`: The request is malformed. `malformed_json`: The body is not valid JSON. `invalid_encoding`: The body is not UTF-8. `invalid_price`: The parts of the price do not go together. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "validation_failed" | "malformed_request" | "malformed_json" | "invalid_encoding" | "invalid_price";
                        /** @enum {integer} */
                        status: 400;
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description `budget_state`: The budget is closed. `too_many_prices`: The budget has as many prices as it can have. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "budget_state" | "too_many_prices";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            412: components["responses"]["Problem412AsUpdateBudget"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428AsUpdateBudget"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    findPrice: {
        parameters: {
            query: {
                budgetId: string;
                /** @description Who is paid. */
                vendor: string;
                /** @description What is bought. */
                item: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The price, and where it comes from. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceInForce"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description `price_unknown`: Nobody has set a price. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "price_unknown";
                        /** @enum {integer} */
                        status: 422;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getPrice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The price, be it withdrawn. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Price"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    withdrawPrice: {
        parameters: {
            query?: never;
            header: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
                /** @description The budget's revision in double quotes, as its ETag gives it. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The price that was withdrawn. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenPrice"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412AsUpdateBudget"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428AsUpdateBudget"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createEstimate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EstimateBody"];
            };
        };
        responses: {
            /** @description The candidates, the cheapest that pass first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Estimates"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listEntries: {
        parameters: {
            query?: {
                /** @description How many items to show. Left out: `50`. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description As they were written, or the newest first. Left out: `asc`. */
                order?: "asc" | "desc";
                /** @description Only entries after this version (with `desc`: before it). A cursor takes its place. */
                afterVersion?: number;
                kind?: "create" | "delegate" | "fund" | "defund" | "update" | "freeze" | "resume" | "close" | "envelope_create" | "envelope_update" | "envelope_delete" | "appraise" | "price_set" | "price_end" | "key_issue" | "key_rotate" | "key_revoke" | "reserve" | "commit" | "charge" | "release" | "extend" | "token_revoke" | "expire" | "expire_commit" | "refund" | "claim_settle" | "claim_dismiss" | "dispute_open" | "dispute_uphold" | "dispute_reject" | "dispute_withdraw" | "approve" | "reject" | "pause";
                outcome?: "accepted" | "denied";
                reservationId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getEntry: {
        parameters: {
            query?: {
                /** @description `path`: the budgets from this one up to the root, with the rules that lay on each, as they were when it was decided. */
                expand?: "path"[];
            };
            header?: never;
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplainedEntry"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getBalance: {
        parameters: {
            query?: {
                /** @description A time (RFC 3339) or a version of the budget; now if left out. */
                at?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The balances. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    verifyBudget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    searchEntries: {
        parameters: {
            query?: {
                /** @description How many items to show. Left out: `50`. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Whose journal. Left out: of all that the caller reaches; of callers who reach all trees in the order in which entries were recorded. */
                budgetId?: string;
                /** @description Of the budget: the journals of all that lies under it, too, or its own alone. Left out: `subtree`. */
                scope?: "subtree" | "self";
                /** @description The oldest first, or the newest. Left out: `asc`. */
                order?: "asc" | "desc";
                /** @description Made at this time or later. */
                from?: string;
                /** @description Made before this time. */
                to?: string;
                /** @description Of these kinds. May be repeated, or name several with commas between them. */
                kind?: ("create" | "delegate" | "fund" | "defund" | "update" | "freeze" | "resume" | "close" | "envelope_create" | "envelope_update" | "envelope_delete" | "appraise" | "price_set" | "price_end" | "key_issue" | "key_rotate" | "key_revoke" | "reserve" | "commit" | "charge" | "release" | "extend" | "token_revoke" | "expire" | "expire_commit" | "refund" | "claim_settle" | "claim_dismiss" | "dispute_open" | "dispute_uphold" | "dispute_reject" | "dispute_withdraw" | "approve" | "reject" | "pause")[];
                outcome?: "accepted" | "denied";
                /** @description Denied for this reason. */
                code?: "budget_closed" | "budget_frozen" | "budget_paused" | "vendor_not_allowed" | "category_not_allowed" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount" | "overage_rejected" | "too_many_names" | "insufficient_funds" | "envelope_exceeded" | "count_exceeded";
                /** @description Who asked: a holder, or the id of the key that was sent; "purser" for what the service did by itself. */
                principal?: string;
                /** @description Who was paid, or was to be paid. */
                vendor?: string;
                runId?: string;
                /** @description How the one who was paid names the call, or who paid back the refund. */
                externalId?: string;
                /** @description What came of the call, as the entry says it. */
                outcomeType?: string;
                reservationId?: string;
                /** @description Labels of the settlement or, where it has no such label, of its reservation or of what was asked for. */
                metadata?: string[];
                /** @description Of exports alone: `focus` has a row for each entry that spends or refunds, with the columns of FinOps FOCUS 1.2. */
                profile?: "focus";
                /** @description With `profile=focus`: the national currency in which it is billed, where that is not the one of the tree. It has to be there where the tree counts credits or the like. */
                billingCurrency?: string;
                /** @description With `billingCurrency`: what one unit of the currency of the tree costs in it. */
                billingRate?: string;
                /** @description What items show besides. `budget`: the budget of the entry as it is now. `reservation`: the reservation that it is about as it is now, without its labels; null where it is about none. May be repeated, or name several with commas between them. */
                expand?: ("budget" | "reservation")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundEntryPage"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            406: components["responses"]["Problem406"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getSpend: {
        parameters: {
            query: {
                /** @description It and all that lies under it. */
                budgetId: string;
                /** @description From when on: a whole quarter of an hour. Left out: the beginning of the month under way. What was spent counts at the time of its settlement, what was refunded at that of the refund. */
                from?: string;
                /** @description Until when, this time not included. Left out: the end of the month under way. */
                to?: string;
                /** @description What sums are kept apart by; may be repeated. `child`: the direct children of the budget, each with all that lies under it. `code`: why something was denied. `labels.team`: the dimension team, if the tree has it. */
                groupBy?: (string | ("vendor" | "category" | "item" | "budget" | "child" | "run" | "principal" | "hour" | "day" | "month" | "code") | unknown)[];
                /** @description Values of dimensions, each as `name:value`: only what has all of them. May be repeated. */
                labels?: string[];
                /** @description Of this vendor alone. */
                vendor?: string;
                /** @description Of this category alone. */
                category?: string;
                /** @description Of this item alone. */
                item?: string;
                /** @description Of this run alone. */
                runId?: string;
                /** @description What this principal recorded alone. */
                principal?: string;
                /** @description What was denied for this reason alone. */
                code?: "budget_closed" | "budget_frozen" | "budget_paused" | "vendor_not_allowed" | "category_not_allowed" | "scope_vendor" | "scope_category" | "scope_run" | "scope_amount" | "overage_rejected" | "too_many_names" | "insufficient_funds" | "envelope_exceeded" | "count_exceeded";
                /** @description Whose hours, days and months are meant. Left out: that of the tree. */
                timezone?: string;
                /** @description How many items to show. Left out: `50`. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of groups, and the total. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Purser-As-Of": components["headers"]["Purser-As-Of"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Spend"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            406: components["responses"]["Problem406"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getStatement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                month: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The statement. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Purser-As-Of": components["headers"]["Purser-As-Of"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            406: components["responses"]["Problem406"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    followEvents: {
        parameters: {
            query?: {
                /** @description Where to begin: right behind an event or a place that a stream sent as its id, or `start`, with the first event that there ever was. Left out: now. Last-Event-ID goes first, so that a client that comes back by itself goes on where it was. */
                from?: string;
                /** @description Only this budget and everything under it. Left out: all that the caller can see. */
                budgetId?: string;
                /** @description Types or groups of types; may be repeated. Left out: all. */
                types?: ("*" | "reservation.*" | "budget.*" | "envelope.*" | "key.*" | "reservation.reserved" | "reservation.denied" | "reservation.pending_approval" | "reservation.approved" | "reservation.rejected" | "reservation.expired" | "reservation.committed" | "reservation.charged" | "reservation.released" | "reservation.refunded" | "reservation.overdraft" | "reservation.claimed" | "reservation.claim_settled" | "reservation.claim_dismissed" | "reservation.disputed" | "reservation.dispute_upheld" | "reservation.dispute_rejected" | "reservation.dispute_withdrawn" | "budget.created" | "budget.delegated" | "budget.funded" | "budget.updated" | "budget.frozen" | "budget.paused" | "budget.resumed" | "budget.closing" | "budget.closed" | "envelope.threshold_reached" | "envelope.exhausted" | "key.issued" | "key.revoked")[];
            };
            header?: {
                /** @description The last id that was received, of an event or of a place: the stream goes on right behind it. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream that does not end. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: place_73921
                     *
                     *     id: evt_01k9v3n8h2f0g9x7m4q5r6s7t8_13_reservation-committed
                     *     event: reservation.committed
                     *     data: {"id":"evt_01k9v3n8h2f0g9x7m4q5r6s7t8_13_reservation-committed","type":"reservation.committed","timestamp":"2026-11-21T09:30:00.000Z","data":{}}
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description How many items to show. Left out: `50`. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Only those of this budget. */
                budgetId?: string;
                /** @description With budgetId: those of its descendants, too. */
                subtree?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of webhooks. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhookBody"];
            };
        };
        responses: {
            /** @description The webhook, with its secret. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenWebhookWithSecret"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description `too_many_webhooks`: The tree has too many webhooks. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "too_many_webhooks";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook, without its secret. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook that was deleted. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenWebhook"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateWebhookBody"];
            };
        };
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenWebhook"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsUpdateWebhook"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook, with its new secret. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenWebhookWithSecret"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsUpdateWebhook"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery, which is pending. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenDelivery"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description How many items to show. Left out: `50`. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                state?: "pending" | "delivered" | "parked" | "left_out";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    redeliver: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery, which is pending. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenDelivery"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    parkDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery, parked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenDelivery"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getMeters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The meters, without the key. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetersWithStatus"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsSetMeters"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    setMeters: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetMetersBody"];
            };
        };
        responses: {
            /** @description The meters, without the key. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenMeters"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsSetMeters"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    deleteMeters: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The meters that were deleted. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenMeters"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsSetMeters"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listMeterEvents: {
        parameters: {
            query?: {
                /** @description How many items to show. Left out: `50`. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                state?: "pending" | "delivered" | "parked" | "left_out";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of meter events. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeterEventPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsSetMeters"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    retryMeterEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RetryMeterEventBody"];
            };
        };
        responses: {
            /** @description The event, which is pending. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenMeterEvent"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsRetryMeterEvent"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    skipMeterEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event, which is left out. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenMeterEvent"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409AsRetryMeterEvent"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getPrincipal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whose key was sent, and what it may do. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Principal"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description How many items to show. Left out: `50`. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Those of all descendants as well. */
                subtree?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    issueKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssueKeyBody"];
            };
        };
        responses: {
            /** @description The key. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenNewKey"];
                };
            };
            400: components["responses"]["Problem400AsIssueKey"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    revokeKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RevokeKeysBody"];
            };
        };
        responses: {
            /** @description The keys that were revoked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenKeysEnded"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key, without its secret. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RevokeKeyBody"];
            };
        };
        responses: {
            /** @description The keys that were not revoked before. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenKeysEnded"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Every write needs one, or is answered 428 `idempotency_key_required`; a client may set it for all calls in one place. New for each new request. The same key with the same request changes nothing again, and is answered with what the request made as it is now; with another request, a 422. Best a UUID of version 7. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateKeyBody"];
            };
        };
        responses: {
            /** @description The new key. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenNewKey"];
                };
            };
            400: components["responses"]["Problem400AsIssueKey"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description `budget_state`: The budget is closed. `key_ended`: The key has ended. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "budget_state" | "key_ended";
                        /** @enum {integer} */
                        status: 409;
                    };
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ways. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            400: components["responses"]["Problem400"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description How many items to show. Left out: `50`. */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Only those of this holder, as the journal names them. */
                holder?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sessions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenSessionPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    openSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            /** @description Who is signed in, and what they may do. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem400AsFreezeBudget"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsOpenSession"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is signed in, and what they may do. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsOpenSession"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    closeSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403AsOpenSession"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session is over. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    receiveEvent: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The id of the event. Ignore an event whose id was received before.
                 * @example evt_01k9
                 */
                "webhook-id": string;
                /**
                 * @description Seconds since the epoch, of this attempt.
                 * @example 1795253400
                 */
                "webhook-timestamp": string;
                /**
                 * @description One signature for each secret in force, separated by spaces.
                 * @example v1,K5oZfzN95Z9UVu1
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Event"];
            };
        };
        responses: {
            /** @description Taken. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: tried again. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
