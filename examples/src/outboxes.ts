import { createOutboxes, Outbox } from "./outbox.ts";

/** Two instances made by one call of a factory in another module: each gets the name of its own variable. */
export const { sales, support } = createOutboxes("acme.example");

export const archive = new Outbox("archive@acme.example");
