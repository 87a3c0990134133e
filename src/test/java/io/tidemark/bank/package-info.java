/**
 * A small bank that is audited: the sample to copy from. {@link io.tidemark.bank.Bank} records by annotation and by emitter,
 * {@link io.tidemark.bank.Ownership} and {@link io.tidemark.bank.CashMachine} by CDI events.
 */
@NullMarked
package io.tidemark.bank;

import org.jspecify.annotations.NullMarked;
