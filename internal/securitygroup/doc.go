// Package securitygroup makes security groups the one way that every block makes them: no inline rules, which undo separate
// ones; one description for all, because AWS cannot change it and a change would replace the group and everything that
// names it; each rule a resource with a description and a tag set of its own; and no egress but the one that is declared.
package securitygroup
