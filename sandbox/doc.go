// Package sandbox runs Pulumi programs under Pulumi's own engine against simulated clouds, in this process and without
// an account: preview, up, refresh and destroy with real plans, diffs, replacement order, aliases, protection, secrets
// and stack references, in milliseconds.
//
//	cloud := sandbox.New(sandbox.Options{})
//	result, err := cloud.Up(ctx, "acme/shop/dev", sandbox.Dir("./infra"))
//
// A program is a pulumi.RunFunc (Func) or a project folder (Dir), which is compiled and run in a process of its own, so
// that any Pulumi program written in Go works unmodified. Up to 64 linked programs are kept for five days in the user's folder for
// caches, because to link one takes seconds; the go command tells whether it is current. State is kept in memory,
// or in a folder (Options.Folder) where the stacks of several programs see each other through stack references and later processes go on.
//
// # Faults
//
// Cloud.Fail makes chosen operations fail, Cloud.FailHalfway lets them take effect and not come to their end, Cloud.Unreachable
// cuts a Kubernetes cluster off, Cloud.CutAfter ends a run as if its process had been killed. After any, the next run goes on
// from what was recorded. What a killed run had begun and not recorded is settled from the simulated cloud before the next run,
// which is what `pulumi refresh` asks a person to confirm.
//
// Cloud.Prove does this to whole projects: it breaks the update from nothing of each by a failure and by a cut in every step, and its
// destruction where nothing is protected. It tells how many steps the next run made good and what did not hold, and finds secrets
// that stand in plain text.
//
// # Kubernetes clusters
//
// Objects live in the cluster that the kubeconfig of their provider points to. An EKS cluster of the simulated cloud is
// reachable while it lives and takes what is in it along; any other address is a cluster that exists elsewhere. The provider is
// replaced by its real rule, and with it all its objects. Helm charts (kubernetes:helm.sh/v4:Chart) make outlines of their
// objects. The variables PULUMI_K8S_DELETE_UNREACHABLE, PULUMI_K8S_SKIP_UPDATE_UNREACHABLE and
// PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY of this process count, as they do for the real provider.
//
// In a state folder every stack has a simulated cloud of its own. The cluster of another stack is a cluster elsewhere there,
// which takes custom resources of any kind; that it was deleted is known to all.
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
