// Package remoteaccess makes what is the same wherever Twingate's connectors run: the remote network, and one connector after the other
// with tokens of its own, so that no update touches a connector before the one in front of it runs; and the resources that groups reach.
package remoteaccess
