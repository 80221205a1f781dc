// Package sandbox runs Pulumi programs under Pulumi's own engine against simulated clouds, in this process and without
// an account: preview, up, refresh and destroy with real plans, diffs, replacement order, aliases, protection, secrets
// and stack references, in milliseconds.
//
//	cloud := sandbox.New(sandbox.Options{})
//	result, err := cloud.Up(ctx, "acme/shop/dev", sandbox.Dir("./infra"))
//
// A program is a pulumi.RunFunc (Func) or a project folder (Dir), which is compiled and run in a process of its own, so
// that any Pulumi program written in Go works unmodified. State is kept in memory, or in a folder (Options.Folder) where
// the stacks of several programs see each other through stack references and later processes go on.
//
// # Faults
//
// Cloud.Fail makes chosen operations fail, Cloud.CutAfter ends a run as if its process had been killed. After either,
// the next run goes on from what was recorded. What a killed run had begun and not recorded is settled from the
// simulated cloud before the next run, which is what `pulumi refresh` asks a person to confirm.
//
// # Time
//
// Result.Timeline says how long a run would take in the real cloud and which operations decide it, from the durations
// of the model and the engine's own order; it is drawn as text and as SVG. Cloud.Rehearse works it out for a first
// deployment or for the next update, and leaves the stack as it is.
//
// # Secrets
//
// A stack with secure configuration values is opened and its state sealed with its passphrase (PULUMI_CONFIG_PASSPHRASE
// or PULUMI_CONFIG_PASSPHRASE_FILE). Other states in a folder are sealed with a passphrase that is generated once and
// kept beside them: no secret stands in plain text, but whoever has the whole folder can open it.
//
// # What this proves, and what it cannot
//
// The engine is the real one, so plans, ordering, replacement, protection, aliases and state are what `pulumi up` would
// make of the same provider answers. The providers are models: they know the types, the required inputs, the properties
// that force replacement and the rules that were written down, and nothing more. Whether the cloud accepts a request,
// whether a quota or a permission stands in the way, and how long it takes on a given day, only the cloud can tell.
package sandbox
