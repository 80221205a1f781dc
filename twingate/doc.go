// Package twingate binds the Pulumi provider of Twingate.
package twingate
