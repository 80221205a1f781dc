// Package reportstore keeps reports: files that are written once, read for years and deleted on their day. It is a block of a team's own,
// made with nothing but the kit (component and tagging) and Pulumi's SDKs, in the files that every block of the library has.
//
// # What it makes
//
// A bucket, role "bucket", closed to the public ("public-access-block"), encrypted ("encryption"), versioned ("versioning"), and emptied
// when a report is old enough ("lifecycle"); with Locked a "lock" that nobody can open. What must not change is in "identity".
//
// # Defaults
//
//	field               default
//	KMSKeyARN           none: a key of S3 itself
//	Locked              false: a report can be deleted before its day
//	DisableProtection   false: protected, except in Development
//
// Tags and RetentionDays have no safe default and are required.
//
// # What a change replaces
//
// Locked would make a new, empty bucket, and a change is refused. Everything else changes in place; fewer RetentionDays delete reports
// that are older, within a day or two, but for those that were locked for longer.
package reportstore
