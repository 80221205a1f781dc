// Package gantt schedules work of which some waits for other work, finds its critical path, and draws it as text and as
// SVG. It knows nothing of Pulumi.
package gantt
