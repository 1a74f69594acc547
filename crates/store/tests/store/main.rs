//! Every statement on both databases. A scenario is a function on a fresh
//! store; each becomes one test on SQLite and one on PostgreSQL, and
//! `coverage` proves that together they run every statement on both.

mod access;
mod accounts;
mod audit;
mod backup;
mod coverage;
mod faces;
mod films;
mod history;
mod keys;
mod lost;
mod oidc;
mod outbox;
mod push;
mod races;
mod registrations;
mod retention;
mod reviews;
mod transactions;
mod trust;
mod world;

use std::pin::Pin;

macro_rules! scenarios {
    ($($module:ident: $($name:ident),+;)+) => {
        mod sqlite {$(
            mod $module {$(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $name() {
                    let store = bonafide_store::testing::sqlite().await;
                    crate::$module::$name(&store).await;
                }
            )+}
        )+}

        mod postgres {$(
            mod $module {$(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $name() {
                    let Some(store) = bonafide_store::testing::postgres().await else { return };
                    crate::$module::$name(&store).await;
                }
            )+}
        )+}

        /// Every scenario, each on a fresh store; whether there was one of PostgreSQL.
        const ALL: &[fn() -> Pin<Box<dyn Future<Output = bool>>>] = &[$($(
            // Each made by a function of its own: all of them together are too large for a stack.
            || Box::pin(async {
                let store = bonafide_store::testing::sqlite().await;
                crate::$module::$name(&store).await;
                let Some(store) = bonafide_store::testing::postgres().await else {
                    return false;
                };
                crate::$module::$name(&store).await;
                true
            }),
        )+)+];

        /// Runs every scenario.
        async fn run_all() -> bool {
            for scenario in ALL {
                if !scenario().await {
                    return false;
                }
            }
            true
        }
    };
}

scenarios! {
    access: organisations, api_keys, services_and_policies, operators, passkeys, attempts;
    accounts: logins, sessions_and_passkeys, approval_apps, approvals, printed_codes, pins, code_apps, flows, messages, misses, kept, former, recovered, transfers,
        erased;
    push: subscriptions, pushes, key;
    history: listed_and_erased;
    registrations: life, lists, evidence, blind_indexes, links, browsers, handovers,
        result_codes, chip_challenges, idempotency;
    reviews: settle, take_next_hands_out_in_order, looks;
    oidc: clients, signing_keys, once, requests, polls, devices, grants, logouts, pings, streams, consents;
    outbox: jobs, dead_jobs, messages, mailbox, webhooks, busy_ones_hold_up_nobody_else,
        webhook_after_erasure,
        webhook_health, unreadable_does_not_block, jobs_of_another_version, a_claim_takes_one;
    audit: intact, altered, removed, reordered, truncated, rewritten, added, unsigned, beside_the_chain,
        whole_chain, checkpoint_of_another, dropped_segments;
    keys: rotation, swapped_ciphertexts, erased_for_good, missing_master;
    retention: erases_in_time, what_went_out_is_deleted, looks_go_with_their_chain,
        what_cannot_be_deleted_comes_last, sweeps;
    faces: life, erased, numbered_in_turn;
    films: life, erased_and_forgotten;
    lost: life, from_the_version_before, what_is_staged_counts_all_at_once, whoever_writes_rows_is_named;
    trust: life, whoever_writes_rows_is_not_believed, listed_in_order,
        alerts_and_uploads, a_signer_becomes_an_authority;
    backup: round_trip, erased_stay_erased, refusals, has_all_the_time_it_needs, files_are_private;
    transactions: dropped_means_undone, first_failure_abandons, commits_together, schema,
        from_version_two,
        locked_and_free_again, hot_queries_use_their_indexes;
    races: versions, redeem_once, next_case, claims, attempts_are_not_refunded, chain_under_load,
        one_document_at_a_time,
        one_handover, removed_while_told, sent_again_while_deleted;
}
