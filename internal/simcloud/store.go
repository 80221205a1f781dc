package simcloud

import (
	"cmp"
	"maps"
	"slices"
	"sort"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// key is how a provider finds an object.
type key struct {
	token  string
	id     resource.ID
	server string // of the Kubernetes cluster that it lives in
}

func (o Object) key() key { return key{o.Token, o.ID, o.Server} }

// store holds the objects of a cloud. Two URNs may hold one key: two Kubernetes objects of one name that were applied
// over each other, or that live in two clusters nobody can tell apart because their providers have no kubeconfig.
type store struct {
	byURN    map[resource.URN]map[key]Object
	byKey    map[key][]resource.URN
	names    map[string]resource.URN // unique physical names, and who holds them
	claim    func(Object) string     // the unique name that an object holds; empty for none
	numbers  map[string]int          // the highest number of each series, whether its object still lives or not
	numbered func(Object) (string, int)
	last     map[resource.URN]string // fingerprint of the object of a URN that was deleted last
	gone     map[key][]resource.URN  // ids that were deleted here, and under which URNs
	existing map[key]Object          // what look-ups found: objects that were made elsewhere
	clusters map[string]bool         // API servers of Kubernetes clusters: true while the cluster lives, false once it is deleted
}

func newStore(claim func(Object) string, numbered func(Object) (string, int)) store {
	return store{
		byURN:    map[resource.URN]map[key]Object{},
		byKey:    map[key][]resource.URN{},
		names:    map[string]resource.URN{},
		claim:    claim,
		numbers:  map[string]int{},
		numbered: numbered,
		last:     map[resource.URN]string{},
		gone:     map[key][]resource.URN{},
		existing: map[key]Object{},
		clusters: map[string]bool{},
	}
}

func (o Object) withToken() Object {
	if o.Token == "" {
		o.Token = string(o.URN.Type())
	}
	return o
}

// put stores an object in place of the one that has its URN and key.
func (s *store) put(o Object) {
	k := o.key()
	if old, ok := s.byURN[o.URN][k]; ok {
		s.drop(old)
	}
	if s.byURN[o.URN] == nil {
		s.byURN[o.URN] = map[key]Object{}
	}
	s.byURN[o.URN][k] = o
	s.byKey[k] = append(s.byKey[k], o.URN)
	s.gone[k] = without(s.gone[k], o.URN)
	if name := s.claim(o); name != "" {
		s.names[name] = o.URN
	}
	if series, n := s.numbered(o); series != "" {
		s.numbers[series] = max(s.numbers[series], n)
	}
	if server := o.Serves(); server != "" {
		s.clusters[server] = true
	}
}

// next takes the next number of the series that an object is to belong to; 0 when it belongs to none.
func (s *store) next(o Object) int {
	series, _ := s.numbered(o)
	if series == "" {
		return 0
	}
	s.numbers[series]++
	return s.numbers[series]
}

// drop takes an object that is stored out of every index.
func (s *store) drop(o Object) {
	k := o.key()
	delete(s.byURN[o.URN], k)
	if len(s.byURN[o.URN]) == 0 {
		delete(s.byURN, o.URN)
	}
	s.byKey[k] = without(s.byKey[k], o.URN)
	if len(s.byKey[k]) == 0 {
		delete(s.byKey, k)
	}
	if name := s.claim(o); name != "" && s.names[name] == o.URN {
		delete(s.names, name)
	}
}

// find returns the object of a key: the URN's own, or else the one that was stored last, because an object stays where
// it is when an alias gives it a new URN. A URN that deleted its own finds none.
func (s *store) find(urn resource.URN, k key) (Object, bool) {
	if o, ok := s.byURN[urn][k]; ok {
		return o, true
	}
	holders := s.byKey[k]
	switch {
	case slices.Contains(s.gone[k], urn):
		return Object{}, false
	case len(holders) == 0:
		return s.elsewhere(urn, k)
	default:
		return s.byURN[holders[len(holders)-1]][k], true
	}
}

// elsewhere finds a URN's object under another address of a Kubernetes cluster that is none of this cloud's: that a provider
// went there without being replaced says that it is the same cluster.
func (s *store) elsewhere(urn resource.URN, k key) (Object, bool) {
	foreign := func(server string) bool {
		_, known := s.clusters[server]
		return server != "" && !known
	}
	for other, o := range s.byURN[urn] {
		if other.id == k.id && foreign(k.server) && foreign(other.server) {
			return o, true
		}
	}
	return Object{}, false
}

func without[T comparable](list []T, drop T) []T {
	var kept []T
	for _, item := range list {
		if item != drop {
			kept = append(kept, item)
		}
	}
	return kept
}

// forget drops an object for good: it is remembered as deleted.
func (s *store) forget(urn resource.URN, k key) (Object, bool) {
	o, ok := s.find(urn, k)
	if ok {
		s.drop(o)
		s.last[urn] = fingerprint(o)
		if server := o.Serves(); server != "" {
			s.clusters[server] = false
		}
	}
	delete(s.existing, k)
	s.gone[k] = append(without(s.gone[k], urn), urn)
	return o, ok
}

// sharers drops the other objects of a Kubernetes object's name: they are one object in the cluster.
func (s *store) sharers(o Object) []Object {
	if o.Server == "" {
		return nil
	}
	var gone []Object
	for _, urn := range s.byKey[o.key()] {
		other, _ := s.forget(urn, o.key())
		gone = append(gone, other)
	}
	return gone
}

// evict drops everything that lived in a Kubernetes cluster.
func (s *store) evict(server string) []Object {
	if server == "" {
		return nil
	}
	var gone []Object
	for _, o := range s.all() {
		if o.Server == server {
			s.forget(o.URN, o.key())
			gone = append(gone, o)
		}
	}
	return gone
}

// history is what a new object of the URN must differ from: all that live under it, or the one that was deleted last.
func (s *store) history(urn resource.URN) string {
	live := s.byURN[urn]
	if len(live) == 0 {
		return s.last[urn]
	}
	var all string
	for _, k := range slices.SortedFunc(maps.Keys(live), key.compare) {
		all += fingerprint(live[k])
	}
	return all
}

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.id, other.id), cmp.Compare(k.server, other.server))
}

func (s *store) all() []Object {
	var objects []Object
	for _, byKey := range s.byURN {
		for _, o := range byKey {
			objects = append(objects, o)
		}
	}
	slices.SortFunc(objects, func(a, b Object) int {
		return cmp.Or(cmp.Compare(a.URN, b.URN), a.key().compare(b.key()))
	})
	return objects
}

func sortedKeys[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	return keys
}
