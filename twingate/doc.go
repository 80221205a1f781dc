// Package twingate binds the Pulumi provider of Twingate as it is, typed: remote networks, connectors and their tokens, the resources that
// are reached through them, groups, service accounts, and look-ups. Twingate lets engineers into private networks: connectors in there call
// out, nothing listens, and each resource says which groups reach it on which ports.
//
// To run connectors use the components aws/twingateconnector, gcp/twingateconnector and k8s/twingateconnector, which take care of what is
// said below. [Access] and [PrivateResource] are the part of their arguments that is the same everywhere. What is bound here serves for what
// is around them: another resource in their network, a group, a key for a CI runner.
//
//	groups, err := twingate.LookupGroups(ctx, twingate.GroupsQuery{Name: pulumi.StringRef("Engineering")})
//	if err != nil {
//		return err
//	}
//	if len(groups) != 1 {
//		return fmt.Errorf("need one group Engineering, got %d", len(groups))
//	}
//	_, err = twingate.NewResource(ctx, "grafana", &twingate.ResourceArgs{
//		Name:            pulumi.String("Grafana"),
//		Address:         pulumi.String("grafana.internal"),
//		RemoteNetworkID: connectors.RemoteNetworkID,
//		Protocols: &twingate.Protocols{
//			AllowICMP: pulumi.Bool(false),
//			TCP:       &twingate.Protocol{Policy: pulumi.String("RESTRICTED"), Ports: pulumi.StringArray{pulumi.String("443")}},
//			UDP:       &twingate.Protocol{Policy: pulumi.String("DENY_ALL")},
//		},
//		AccessGroups: []twingate.AccessGroup{{GroupID: pulumi.String(groups[0].ID)}},
//	})
//
// # What it binds
//
//	resource           secret outputs             look-up
//	RemoteNetwork      -                          LookupRemoteNetwork, by id or name
//	Connector          -                          LookupConnector, by id
//	ConnectorTokens    accessToken, refreshToken  -
//	Resource           -                          -
//	Group              -                          LookupGroup, by id; LookupGroups
//	ServiceAccount     -                          -
//	ServiceAccountKey  token                      -
//	security policies  made in the console        LookupSecurityPolicy, by id or name
//	users              made in the console        LookupUsers
//
// Types and properties are those of version [ProviderVersion]; each resource and each look-up asks for it and says where its plugin is, so
// that the engine downloads it by itself. To have it beforehand, as in CI, run pulumi plugin install resource twingate with that version and
// --server [PluginURL]. pulumi.Version and pulumi.PluginDownloadURL choose others; no option makes a secret output plain. A required input
// that is missing is a component.FieldError, before anything is registered.
//
// # Provider and token
//
// The provider takes the account and a token of its Admin API, which needs the permissions to read, write and provision:
//
//   - from [NewProvider], handed on with pulumi.Provider, or pulumi.Providers for a component;
//   - from the stack's configuration twingate:network and twingate:apiToken, the latter set with --secret;
//   - from TWINGATE_NETWORK and TWINGATE_API_TOKEN in the environment.
//
// Who has the token can let anybody into the networks. Make one for each pipeline in the console, and keep it in the store of secrets that the
// pipeline has. It is no connector's token: connectors get theirs from [ConnectorTokens].
//
// # Tokens of connectors
//
// A connector has one valid pair. Making a pair ends the one before; so does deleting one, because the provider deletes by making a pair
// that nobody gets. Hence:
//
//   - [NewConnectorTokens] always deletes before it replaces. The provider's own order would leave a pair in the state that the deletion of
//     the old one has ended. Whatever depends on the pair, and has to be replaced with it, is deleted with it too.
//   - Between the two the connector has no valid pair, until what runs it has the new one: change the pairs of one network one after the
//     other, never at once.
//   - One connector, one [ConnectorTokens], one machine: two that share a pair throw each other out.
//   - A refresh asks the service whether the pair is valid. Any failure counts as no, also that of a service which is busy, and takes the pair out
//     of the state with a mere warning. The next update makes a new one, and what runs the connector has to get it in the same update, or it
//     stops for good. Refresh by hand, look at the preview that follows, and have two connectors.
//   - The check follows the making too: an update can fail on a pair that was made. Run it again.
//   - Pairs, and all that is made of them, are in the state as secrets. Hand them to stores of secrets only, never to user data,
//     environments or container definitions.
//
// # What a change replaces
//
//	RemoteNetwork      Type
//	ConnectorTokens    ConnectorID, Keepers
//	ServiceAccountKey  ServiceAccountID, ExpirationTime
//
// All others are changed in place, but for Connector.RemoteNetworkID, whose change is refused: a connector cannot move. Make a second one in the
// other network and remove the first. So a remote network that is replaced, or deleted by mistake, takes its connectors with it: protect it.
// A replaced key is made before the old one is revoked; that is the provider's order for everything.
//
// # Names
//
// A Name that is left out is made up by the engine: the logical name and a random ending. An empty text is not left out, and gives a
// change in every preview. Names can be changed from outside; do not name releases or machines after a Name output, which is unknown
// in previews that change its resource, so that they would be replaced.
//
// # Who has access
//
// Groups and resources are authoritative by default: members and groups that somebody adds in the console are taken away by the next
// update. Set IsAuthoritative to false where both are wanted. A group that an identity provider synchronises is looked up, not made.
// A [Resource] without Protocols is open on every port, and one without AccessGroups and AccessServices is reached by nobody.
//
// # Alarms
//
// Twingate mails the administrators when a connector goes offline, unless StatusUpdatesEnabled is false. Neither [Connector] nor
// [FoundConnector] is a monitor: they tell one moment.
//
// # What it does not do
//
// It does not bind users, gateways and what is reached through them (Kubernetes, SSH and web resources, certificate authorities),
// filtering of DNS, and the look-ups of resources and service accounts. It checks no values: the provider does, most of them in preview.
//
// # Limits of proof
//
// Tests prove what is sent, against a table of the provider's schema, not that Twingate accepts it. What resources have was read in the schema
// of [ProviderVersion]; that no input of a block is required, and what look-ups have, in one of version 4 before it; what replaces, and what
// is refused when, in the provider's source. Nothing was tried on a live account: that deleting a pair ends its successor follows from the
// source and from the engine's order. No limits of Twingate on names and tags are documented, but for the three characters of a connector's.
package twingate
