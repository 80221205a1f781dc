// Package engine is the sandbox's only door to Pulumi's engine.
//
// The engine's packages promise no stable API, so this package is the one adapter: it takes and returns types of the
// Pulumi SDK (deployments, events, property maps) and of the simulated cloud, and nothing else in the sandbox imports
// github.com/pulumi/pulumi/pkg. A test holds it to that.
package engine
