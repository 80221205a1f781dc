package sandbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/deepcopy"

	"github.com/groundwork-go/groundwork/internal/simcloud"
	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
)

type journalEntry = apitype.JournalEntry

// The files of a stack in the state folder.
const (
	checkpointFile = "checkpoint.json" // the state after the last run that ended, as `pulumi stack export` prints it
	journalFile    = "journal.jsonl"   // what the run under way has done since
	objectsFile    = "objects.jsonl"   // what exists in the simulated cloud, encrypted
	lockFile       = "lock"
)

// stackState is what the sandbox keeps of one stack: in memory, and in a folder when there is one.
type stackState struct {
	name    StackName
	folder  string // empty: in memory
	vault   *engine.Vault
	cloud   *simcloud.Cloud
	base    *apitype.DeploymentV3
	settled []string // what the last run left unfinished, and what became of it

	entries []journalEntry
	journal *os.File
	objects *objectLog
	unlock  func() error
}

// copyOf is a state for a run beside another: the replay of a journal writes into the resources that it starts from.
func copyOf(base *apitype.DeploymentV3) *apitype.DeploymentV3 {
	return deepcopy.Copy(base).(*apitype.DeploymentV3)
}

// append records one journal entry of the run under way. It is on disk when append returns.
func (s *stackState) append(e journalEntry) error {
	s.entries = append(s.entries, e)
	if s.journal == nil {
		return nil
	}
	return writeLine(s.journal, e)
}

// begin starts a run that changes the state.
func (s *stackState) begin() error {
	s.entries = nil
	if s.folder == "" {
		return nil
	}
	checkpoint, err := s.writeCheckpoint()
	if err != nil {
		return err
	}
	if s.journal, err = os.OpenFile(s.path(journalFile), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600); err != nil {
		return err
	}
	return writeLine(s.journal, journalHeader{Checkpoint: checksum(checkpoint)})
}

// finish ends a run. One that was cut leaves its journal as a killed process does.
func (s *stackState) finish(ctx context.Context, cut bool) error {
	deployment, err := engine.Replay(s.base, s.entries)
	if err != nil {
		return err
	}
	s.vanish(s.base, deployment)
	s.base, s.entries, s.settled = deployment, nil, nil
	if s.journal != nil {
		if err := s.journal.Close(); err != nil {
			return err
		}
		s.journal = nil
	}
	if cut {
		return nil
	}
	if err := engine.Verify(ctx, s.base, s.vault); err != nil {
		return fmt.Errorf("the engine left a state that is not sound: %w", err)
	}
	if s.folder == "" {
		return nil
	}
	if _, err := s.writeCheckpoint(); err != nil {
		return err
	}
	return os.Remove(s.path(journalFile))
}

// vanish takes what was deleted with another resource out of the cloud: the engine asks no provider for it.
func (s *stackState) vanish(before, after *apitype.DeploymentV3) {
	left := map[identity]bool{}
	for _, r := range after.Resources {
		left[identity{r.URN, r.ID}] = true
	}
	for _, r := range before.Resources {
		if r.DeletedWith != "" && !left[identity{r.URN, r.ID}] {
			s.cloud.Vanish(r.URN, r.ID)
		}
	}
}

// release closes the stack's files and lets other processes work on it.
func (s *stackState) release() error {
	var err error
	if s.objects != nil {
		err = s.objects.close()
		s.objects = nil
	}
	if s.unlock != nil {
		err = errors.Join(err, s.unlock())
		s.unlock = nil
	}
	return err
}

func (s *stackState) path(file string) string { return filepath.Join(s.folder, file) }

// journalHeader ties a journal to the checkpoint that it goes on from.
type journalHeader struct {
	Checkpoint string `json:"checkpoint"`
}

func checksum(p []byte) string {
	sum := sha256.Sum256(p)
	return hex.EncodeToString(sum[:])
}

func writeLine(w io.Writer, v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(line, '\n'))
	return err
}

// writeCheckpoint replaces the checkpoint in one step.
func (s *stackState) writeCheckpoint() ([]byte, error) {
	deployment, err := json.Marshal(s.base)
	if err != nil {
		return nil, err
	}
	content, err := json.MarshalIndent(apitype.UntypedDeployment{Version: apitype.DeploymentSchemaVersionCurrent, Deployment: deployment}, "", "    ")
	if err != nil {
		return nil, err
	}
	return content, replaceFile(s.path(checkpointFile), content)
}

func replaceFile(path string, content []byte) error {
	temporary := path + ".new"
	if err := os.WriteFile(temporary, content, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}

// readCheckpoint reads a stack's state without the journal; nil when the stack was never deployed.
func readCheckpoint(folder string) (*apitype.DeploymentV3, []byte, error) {
	content, err := os.ReadFile(filepath.Join(folder, checkpointFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	var untyped apitype.UntypedDeployment
	var deployment apitype.DeploymentV3
	if err := json.Unmarshal(content, &untyped); err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", checkpointFile, err)
	}
	if err := json.Unmarshal(untyped.Deployment, &deployment); err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", checkpointFile, err)
	}
	return &deployment, content, nil
}

// readJournal reads the entries that follow a checkpoint. A last line that was cut short is left out: its step counts
// as not recorded.
func readJournal(folder string, checkpoint []byte) ([]journalEntry, error) {
	content, err := os.ReadFile(filepath.Join(folder, journalFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	lines := bytes.SplitAfter(content, []byte("\n"))
	var header journalHeader
	if json.Unmarshal(lines[0], &header) != nil || header.Checkpoint != checksum(checkpoint) {
		return nil, nil
	}
	var entries []journalEntry
	for _, line := range lines[1:] {
		var e journalEntry
		if !bytes.HasSuffix(line, []byte("\n")) {
			break
		}
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, fmt.Errorf("read %s: %w", journalFile, err)
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// objectLog keeps the objects of one stack in the simulated cloud on disk, each line encrypted.
type objectLog struct {
	mu    sync.Mutex
	file  *os.File
	vault *engine.Vault
	err   error // the first failed write
}

type objectLine struct {
	Op     Op     `json:"op"`
	URN    string `json:"urn"`
	Type   string `json:"type"`
	ID     string `json:"id"`
	Server string `json:"server,omitempty"` // of the Kubernetes cluster that the object lives in
	Serves string `json:"serves,omitempty"` // of the Kubernetes cluster that the object is
	Sealed string `json:"sealed,omitempty"`
}

// objectHeader names the vault that the lines of an object log are sealed with.
type objectHeader struct {
	Salt string `json:"salt"`
}

// close ends the log. A line that could not be written is an error here.
func (l *objectLog) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return errors.Join(l.err, l.file.Close())
}

func (l *objectLog) write(op Op, o simcloud.Object) {
	l.mu.Lock()
	defer l.mu.Unlock()
	line := objectLine{Op: op, URN: string(o.URN), Type: o.Token, ID: string(o.ID), Server: o.Server, Serves: o.Serves()}
	var err error
	if op != Delete {
		line.Sealed, err = engine.SealObject(context.Background(), o.Inputs, o.Outputs, l.vault)
	}
	if err == nil {
		err = writeLine(l.file, line)
	}
	l.err = errors.Join(l.err, err)
}

// readObjects replays an object log; open opens the vault that it is sealed with.
func readObjects(path string, open func(salt string) (*engine.Vault, error)) ([]simcloud.Object, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	lines := bytes.SplitAfter(content, []byte("\n"))
	var header objectHeader
	if err := json.Unmarshal(lines[0], &header); err != nil {
		return nil, fmt.Errorf("read %s: %w", objectsFile, err)
	}
	live, err := liveObjects(lines[1:])
	if err != nil || len(live) == 0 {
		return nil, err
	}
	vault, err := open(header.Salt)
	if err != nil {
		return nil, err
	}
	objects := make([]simcloud.Object, 0, len(live))
	for _, line := range live {
		inputs, outputs, err := engine.UnsealObject(context.Background(), line.Sealed, vault)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", objectsFile, err)
		}
		objects = append(objects, simcloud.Object{
			URN: resource.URN(line.URN), Token: line.Type, ID: resource.ID(line.ID), Server: line.Server, Inputs: inputs, Outputs: outputs,
		})
	}
	return objects, nil
}

// liveObjects is the last line of each object that was not deleted, in the order in which they were made.
func liveObjects(lines [][]byte) ([]objectLine, error) {
	type place struct{ urn, id, server string }
	latest, order := map[place]objectLine{}, []place{}
	for _, text := range lines {
		if !bytes.HasSuffix(text, []byte("\n")) {
			break // a last line that was cut short is an operation that never happened
		}
		var line objectLine
		if err := json.Unmarshal(text, &line); err != nil {
			return nil, fmt.Errorf("read %s: %w", objectsFile, err)
		}
		id := place{line.URN, line.ID, line.Server}
		if _, known := latest[id]; !known {
			order = append(order, id)
		}
		latest[id] = line
	}
	var live []objectLine
	for _, id := range order {
		if line := latest[id]; line.Op != Delete {
			live = append(live, line)
		}
	}
	return live, nil
}
