//! The state machine as the page meets it, natively.

use super::*;
use crate::decide::sensitivity::GridWish;
use crate::report::Format;
use crate::scenario::{Edit, FileUse, Project};

const INVENTORY: &str =
    "name,family,tier,status,records,bytes\nalpha,books,1,missing,,\nbeta,forum,2,present,1200,88000\n";
const CURVE: &str = "metric,size,value,stderr\nempathy,1000,0.60,0.01\nempathy,3000,0.66,0.01\nempathy,10000,0.71,0.01\nempathy,30000,0.74,0.01\nempathy,100000,0.765,0.01\n";

fn add(runner: &mut dyn Runner, job: u64, name: &str, text: &str) -> FileUse {
    let request = Request::Add { job, name: name.into() };
    match run_to_end(runner, request, text.as_bytes().to_vec()).pop().map(|s| s.reply) {
        Some(Reply::Added { file, .. }) => file,
        other => panic!("{other:?}"),
    }
}

fn project(runner: &mut dyn Runner) -> Box<Project> {
    let files = vec![add(runner, 1, "inventory.csv", INVENTORY), add(runner, 2, "curve.csv", CURVE)];
    Box::new(Edit::AddFiles { files }.apply(&Project::default()).unwrap())
}

#[test]
fn the_wire_loses_nothing() {
    let play = |runner: &mut dyn Runner| {
        let project = project(runner);
        let mut all = run_to_end(runner, Request::Run { job: 3, project: project.clone() }, Vec::new());
        all.extend(run_to_end(runner, Request::Explore { job: 4, project: project.clone() }, Vec::new()));
        let wish = GridWish::default();
        all.extend(run_to_end(runner, Request::Grid { job: 6, project: project.clone(), wish }, Vec::new()));
        let scenarios = vec![0, 7];
        all.extend(run_to_end(runner, Request::Odds { job: 7, project: project.clone(), scenarios }, Vec::new()));
        all.extend(run_to_end(runner, Request::Save { job: 5, project }, Vec::new()));
        all
    };
    let (direct, wired) = (play(&mut Inline::default()), play(&mut Loopback::default()));
    assert!(direct.iter().any(|s| matches!(s.reply, Reply::Prepared { .. })));
    assert!(direct.iter().any(|s| matches!(s.reply, Reply::Explored { .. })));
    assert!(direct.iter().any(|s| matches!(&s.reply, Reply::Grid { job: 6, grid: Some(_) })));
    assert!(
        direct
            .iter()
            .any(|s| matches!(&s.reply, Reply::Odds { job: 7, odds } if odds[0].is_some() && odds[1].is_none()))
    );
    assert!(direct == wired, "replies differ after the wire");
}

/// Own scaling runs, with too few points for some of the numbers: what cannot be told must come over the wire too.
#[test]
fn scaling_runs_come_over_the_wire() {
    let mut text = String::from("params,tokens,loss\n");
    for n in [5e7, 1e8, 2e8, 4e8, 8e8] {
        for d in [1e9, 4e9, 1.6e10] {
            let loss = 1.8 + 480.0 * crate::num::math::pow(n, -0.35) + 2000.0 * crate::num::math::pow(d, -0.37);
            text.push_str(&format!("{n},{d},{loss:.6}\n"));
        }
    }
    let mut runner = Inline::default();
    let files = vec![add(&mut runner, 1, "runs.csv", &text)];
    let project = Box::new(Edit::AddFiles { files }.apply(&Project::default()).unwrap());
    let replies = run_to_end(&mut runner, Request::Run { job: 3, project }, Vec::new());
    let prepared = replies.last().expect("an analysis");
    let text = serde_json::to_string(&prepared.reply).expect("it can be written");
    let read: Reply = serde_json::from_str(&text).expect("it can be read");
    assert!(read == prepared.reply, "it differs after the wire");
    let Reply::Prepared { prepared: read, .. } = read else { panic!("another reply") };
    assert_eq!(read.scaling.len(), 4);
}

#[test]
fn a_file_that_cannot_be_read_leaves_everything_as_it_was() {
    let mut runner = Inline::default();
    let project = project(&mut runner);
    let reply = run_to_end(
        &mut runner,
        Request::Add { job: 7, name: "bad.png".into() },
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0".to_vec(),
    )
    .pop();
    let Some(Reply::Failed { job: 7, diagnostics }) = reply.map(|s| s.reply) else { panic!("it was taken") };
    assert!(diagnostics[0].to_string().starts_with("bad.png: "), "{}", diagnostics[0]);
    let replies = run_to_end(&mut runner, Request::Run { job: 8, project }, Vec::new());
    let Some(Reply::Prepared { readings, .. }) = replies.last().map(|s| &s.reply) else { panic!("no analysis") };
    assert_eq!(readings.iter().map(|r| r.rows_read).collect::<Vec<_>>(), [2, 5]);
}

#[test]
fn a_later_run_makes_the_earlier_stale() {
    let mut runner = Inline::default();
    let project = project(&mut runner);
    runner.send(Request::Run { job: 3, project: project.clone() }, Vec::new());
    runner.poll();
    let replies = runner.send(Request::Run { job: 4, project }, Vec::new());
    assert!(replies.iter().any(|s| s.reply == Reply::Cancelled { job: 3 }));
    let mut done = Vec::new();
    while let Some(more) = runner.poll() {
        done.extend(more.into_iter().filter_map(|s| match s.reply {
            Reply::Prepared { job, .. } => Some(job),
            _ => None,
        }));
    }
    assert_eq!(done, [4]);
}

/// What the page asks of the engine is what the analysis gives, and only the latest question of a kind is answered.
#[test]
fn the_worker_answers_the_latest_question_as_the_analysis_does() {
    use crate::analysis::{Odds, context};
    use crate::decide::sensitivity::grid;
    use crate::decide::{FlipSubject, subjects};
    let mut runner = Loopback::default();
    let mut project = project(&mut runner);
    let mut other = project.scenarios[0].clone();
    (other.name, other.assumptions) = ("Other".into(), [("budget_records".to_owned(), 5e5)].into());
    project.scenarios.push(other);
    let replies = run_to_end(&mut runner, Request::Run { job: 3, project: project.clone() }, Vec::new());
    let Some(Reply::Prepared { prepared, pack, .. }) = replies.last().map(|s| s.reply.clone()) else {
        panic!("no analysis")
    };
    let ctx = context(&prepared, &pack, project.scenario());
    let known = subjects(&ctx);
    let pick = |i: usize| known[i].subject.clone();
    let wish = |x: FlipSubject, y: FlipSubject| GridWish { across: Some(x), upwards: Some(y), flips: Vec::new() };
    let ask = |job, wish| Request::Grid { job, project: project.clone(), wish };
    assert!(runner.send(ask(4, wish(pick(0), pick(1))), Vec::new()).is_empty(), "nothing is computed at once");
    assert!(runner.poll().is_some(), "it has begun");
    let odds = |job, scenarios| Request::Odds { job, project: project.clone(), scenarios };
    runner.send(odds(5, vec![0]), Vec::new());
    let replies = runner.send(ask(6, wish(pick(1), pick(2))), Vec::new());
    assert_eq!(replies.into_iter().map(|s| s.reply).collect::<Vec<_>>(), [Reply::Cancelled { job: 4 }]);
    let replies = runner.send(odds(7, vec![1, 0]), Vec::new());
    assert_eq!(replies.into_iter().map(|s| s.reply).collect::<Vec<_>>(), [Reply::Cancelled { job: 5 }]);
    let (mut grids, mut all_odds) = (Vec::new(), Vec::new());
    while let Some(more) = runner.poll() {
        for sent in more {
            match sent.reply {
                Reply::Grid { job, grid } => grids.push((job, grid)),
                Reply::Odds { job, odds } => all_odds.push((job, odds)),
                Reply::Progress { job, .. } => assert!(job == 6 || job == 7, "job {job} was given up"),
                other => panic!("{other:?}"),
            }
        }
    }
    let expected = grid(&ctx, &pick(1), &pick(2), crate::chart::verdict_grid::STEPS);
    assert_eq!(grids, [(6, expected.map(Box::new))]);
    let of = |i: usize| Some(Odds::new(&prepared, &pack, &project.scenarios[i]));
    assert_eq!(all_odds, [(7, vec![of(1), of(0)])]);
    // New evidence makes what was asked of the old one stale.
    runner.send(ask(8, GridWish::default()), Vec::new());
    let replies = runner.send(Request::Run { job: 9, project: project.clone() }, Vec::new());
    assert!(replies.iter().any(|s| s.reply == Reply::Cancelled { job: 8 }));
}

#[test]
fn cancel_stops_the_work() {
    let mut runner = Inline::default();
    let project = project(&mut runner);
    runner.send(Request::Run { job: 3, project }, Vec::new());
    assert_eq!(runner.send(Request::Cancel { job: 3 }, Vec::new())[0].reply, Reply::Cancelled { job: 3 });
    assert!(runner.poll().is_none());
}

#[test]
fn a_file_that_is_not_here_is_said_and_the_rest_goes_on() {
    let mut runner = Inline::default();
    let mut project = project(&mut runner);
    let name = "elsewhere.csv".to_owned();
    project.files.push(FileUse { name, hash: "00ff00ff00ff00ff".into(), size: 1, ..FileUse::default() });
    let replies = run_to_end(&mut runner, Request::Run { job: 3, project }, Vec::new());
    let Some(Reply::Prepared { readings, prepared, .. }) = replies.last().map(|s| &s.reply) else {
        panic!("no analysis")
    };
    assert!(readings[2].missing && readings[2].diagnostics[0].code == "file-absent");
    assert_eq!(prepared.evidence.datasets.len(), 2);
}

#[test]
fn a_saved_project_opens_with_its_files() {
    let mut runner = Inline::default();
    let project = project(&mut runner);
    let saved = run_to_end(&mut runner, Request::Save { job: 5, project: project.clone() }, Vec::new()).pop();
    let Some(Reply::Text { text, name, .. }) = saved.map(|s| s.reply) else { panic!("not saved") };
    assert_eq!(name, "untitled-project.headroom.json");
    let mut other = Inline::default();
    let opened = run_to_end(&mut other, Request::Add { job: 1, name }, text.into_bytes()).pop().unwrap();
    let Reply::Opened { project: back, files, .. } = opened.reply else { panic!("not opened") };
    assert_eq!(back, project);
    assert_eq!(files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["inventory.csv", "curve.csv"]);
    assert_eq!(opened.bytes[0], INVENTORY.as_bytes());
}

#[test]
fn a_policy_pack_takes_effect_and_a_broken_one_is_refused_with_a_reason() {
    let mut runner = Inline::default();
    let pack = br#"{"headroom":"policy","version":1,"id":"own","name":"Own policy"}"#.to_vec();
    let reply = run_to_end(&mut runner, Request::Add { job: 1, name: "own.json".into() }, pack).pop().unwrap().reply;
    let Reply::PolicyAdded { file, pack, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(pack.name, "Own policy");
    let policy = crate::scenario::PolicyUse::file("own", file.hash);
    let project = Box::new(Project { policy, ..Project::default() });
    let replies = run_to_end(&mut runner, Request::Run { job: 2, project }, Vec::new());
    let Some(Reply::Prepared { pack, .. }) = replies.last().map(|s| &s.reply) else { panic!("no analysis") };
    assert_eq!(pack.id, "own");
    let broken = br#"{"headroom":"policy","version":99,"id":"own","name":"Own policy"}"#.to_vec();
    let reply = run_to_end(&mut runner, Request::Add { job: 3, name: "new.json".into() }, broken).pop().unwrap().reply;
    assert!(matches!(reply, Reply::Failed { .. }), "{reply:?}");
}

#[test]
fn what_a_project_changes_of_its_policy_is_in_force_and_the_pack_stands_beside() {
    use crate::policy::{Comparator, metric_gate};
    let mut runner = Inline::default();
    let gate = metric_gate("target-dice".into(), "Dice".into(), "dice", None, (Comparator::AtLeast, 0.8));
    let put = crate::scenario::Edit::PutGates { gates: vec![gate], metrics: Vec::new(), retarget: true };
    let plain = Project { policy: crate::scenario::PolicyUse::shipped("general"), ..Project::default() };
    let changed = put.apply(&plain).expect("it can be");
    let mut answer = |job, project| {
        let run = Request::Run { job, project: Box::new(project) };
        let Some(Reply::Prepared { pack, base, .. }) = run_to_end(&mut runner, run, Vec::new()).pop().map(|s| s.reply)
        else {
            panic!("no analysis")
        };
        (pack, base)
    };
    let (pack, base) = answer(1, changed);
    let base = base.expect("it is changed");
    assert!(pack.gate("target-dice").is_some() && base.gate("target-dice").is_none());
    assert_eq!(base.id, "general");
    let (pack, none) = answer(2, plain);
    assert_eq!((&pack, none), (&base, None));
}

/// A table of so many rows, above the size that is read in slices.
fn large() -> Vec<u8> {
    let row = |i: u32| format!("metric {},{},0.{:03},a comment that makes the row longer\n", i % 7, i + 1, i % 1000);
    let text: String = (0..120_000).map(row).collect();
    format!("metric,size,value,comment\n{text}").into_bytes()
}

#[test]
fn a_large_file_is_read_in_slices_with_progress() {
    let bytes = large();
    let mut runner = Loopback::default();
    let request = Request::Add { job: 1, name: "large.csv".into() };
    assert!(runner.send(request, bytes.clone()).is_empty(), "the answer is not there at once");
    let (mut shares, mut added, mut longest) = (Vec::new(), None, std::time::Duration::ZERO);
    while added.is_none() {
        let start = std::time::Instant::now();
        let replies = runner.poll().expect("there is more to do");
        for sent in replies {
            match sent.reply {
                Reply::Progress { job: 1, progress } => {
                    longest = longest.max(start.elapsed());
                    assert_eq!((progress.label.as_str(), progress.total), ("reading large.csv", 100));
                    shares.push(progress.done);
                }
                Reply::Added { job: 1, file, .. } => added = Some(file),
                other => panic!("{other:?}"),
            }
        }
    }
    println!("{} slices of {} MB, the longest {longest:?}", shares.len(), bytes.len() >> 20);
    assert!(shares.len() >= 3 && shares.is_sorted(), "{shares:?}");
    let file = added.unwrap();
    assert_eq!((file.hash, file.size), (crate::read::hash(&bytes), bytes.len() as u64));
}

#[test]
fn a_large_file_is_given_up_in_the_middle() {
    let mut runner = Inline::default();
    let project = project(&mut runner);
    runner.send(Request::Add { job: 5, name: "large.csv".into() }, large());
    runner.poll();
    runner.poll();
    let replies = runner.send(Request::Cancel { job: 5 }, Vec::new());
    assert_eq!(replies.into_iter().map(|s| s.reply).collect::<Vec<_>>(), [Reply::Cancelled { job: 5 }]);
    assert!(runner.poll().is_none(), "nothing is left to do");
    // Everything else is as it was.
    let replies = run_to_end(&mut runner, Request::Run { job: 6, project }, Vec::new());
    assert!(matches!(replies.last().map(|s| &s.reply), Some(Reply::Prepared { job: 6, .. })));
}

#[test]
fn the_hash_of_a_large_file_may_come_from_outside_early_late_or_never() {
    let bytes = large();
    let own = crate::read::hash(&bytes);
    // (steps before the hash comes, what comes, the hash the file then has)
    for (steps, comes, expected) in
        [(1, Some("ab"), "ab"), (usize::MAX, Some("cd"), "cd"), (2, None, own.as_str()), (usize::MAX, None, &own)]
    {
        let mut server = Server::new();
        assert!(server.handle(Request::Add { job: 1, name: "large.csv".into() }, bytes.clone()).is_empty());
        assert!(server.await_hash(1) && !server.await_hash(2));
        let mut replies = Vec::new();
        for _ in 0..steps {
            if !server.busy() {
                break;
            }
            replies.extend(server.step());
        }
        let added = |r: &[Sent]| {
            r.iter().find_map(|s| if let Reply::Added { file, .. } = &s.reply { Some(file.hash.clone()) } else { None })
        };
        assert_eq!(added(&replies), None, "no file without its hash");
        server.hashed(1, comes.map(str::to_owned));
        while server.busy() {
            replies.extend(server.step());
        }
        assert_eq!(added(&replies).as_deref(), Some(expected));
    }
    // Small files are hashed at once: nothing is awaited.
    let mut server = Server::new();
    assert_eq!(server.handle(Request::Add { job: 3, name: "a.csv".into() }, INVENTORY.into()).len(), 1);
    assert!(!server.await_hash(3));
}

#[test]
fn what_is_missing_is_told_alike_and_contents_go_by_their_own_digest() {
    let mut shelf = Shelf::default();
    let absent = crate::scenario::PolicyUse::shipped("nobody");
    let (pack, notes) = shelf.pack(&absent);
    assert!(!pack.gates.is_empty() && notes[0].code == "policy-absent" && notes[0].level == crate::data::Level::Error);
    let file = FileUse { name: "far.csv".into(), hash: "00ff".into(), ..FileUse::default() };
    assert_eq!(shelf.read(&file).map(|_| ()).map_err(|d| d.code), Err("file-absent".into()));
    // A project that states another digest for a file does not pass one file off as another.
    let bytes = INVENTORY.as_bytes().to_vec();
    let mut project = Project::default();
    project.files.push(FileUse { name: "a.csv".into(), hash: "00ff".into(), ..FileUse::default() });
    let saved = crate::scenario::save_project(&project, &[("00ff".into(), bytes.clone())]);
    let opened = crate::read::open("p.json", saved.into_bytes(), &crate::read::Limits::default()).expect("it opens");
    let Ok(Put::Project(_, contents)) = shelf.put("p.json", opened) else { panic!("no project") };
    assert_eq!(
        (contents[0].0.name.as_str(), contents[0].0.hash.as_str()),
        ("a.csv", crate::read::hash(&bytes).as_str())
    );
}

#[test]
fn a_list_of_files_is_told_from_a_file() {
    let mut runner = Inline::default();
    let text = r#"{"label": "Mine", "policy": "fine-tuning", "files": ["a.csv", "b.csv"]}"#;
    let sent =
        run_to_end(&mut runner, Request::Add { job: 1, name: "list.json".into() }, text.as_bytes().to_vec()).pop();
    let Some(Reply::Failed { diagnostics, .. }) = sent.map(|s| s.reply) else { panic!("it was taken for evidence") };
    assert!(diagnostics[0].message.contains("a.csv, b.csv"), "{}", diagnostics[0]);
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_in_memory_in_the_words_of_the_reader() {
    let limit = crate::read::Limits::default().bytes;
    assert!(too_large(1, "a.csv", limit as f64).is_none());
    let Some(Reply::Failed { job: 7, diagnostics }) = too_large(7, "a.csv", limit as f64 + 1.0) else {
        panic!("taken")
    };
    let words = crate::read::ReadError::TooLarge { bytes: limit + 1, limit }.diagnostic("a.csv");
    assert_eq!(diagnostics, [words]);
}

#[test]
fn a_long_inventory_comes_in_parts_and_says_the_same() {
    let rows: String = (0..9_001).map(|i| format!("set {i},{},present,{i}\n", 1 + i % 3)).collect();
    let mut runner = Loopback::default();
    let file = add(&mut runner, 1, "long.csv", &format!("name,tier,status,records\n{rows}"));
    let project = Edit::AddFiles { files: vec![file] }.apply(&Project::default()).unwrap();
    let replies = run_to_end(&mut runner, Request::Run { job: 2, project: Box::new(project) }, Vec::new());
    let (mut datasets, mut most) = (Vec::new(), 0);
    for sent in replies {
        match sent.reply {
            Reply::Datasets { job: 2, datasets: part } => {
                most = most.max(part.len());
                datasets.extend(part);
            }
            Reply::Prepared { prepared, .. } => {
                assert!(prepared.evidence.datasets.is_empty() && prepared.inventory.all.datasets == 9_001);
                assert_eq!(datasets.len(), 9_001, "the whole inventory comes before");
            }
            _ => {}
        }
    }
    assert!((1..9_001).contains(&most));
    assert!(datasets.iter().enumerate().all(|(i, d)| d.name == format!("set {i}")), "in the order of the file");
}

/// What a person asked for comes, whatever the page looks at meanwhile; of two looks at the record the later is answered.
#[test]
fn no_report_that_a_person_asked_for_is_given_up_for_another() {
    let mut runner = Inline::default();
    let project = project(&mut runner);
    let mut server = Server::new();
    for (job, name, text) in [(1, "inventory.csv", INVENTORY), (2, "curve.csv", CURVE)] {
        server.handle(Request::Add { job, name: name.into() }, text.as_bytes().to_vec());
    }
    let report = |job, format| Request::Report { job, project: project.clone(), format };
    let preview = |job| Request::Preview { job, project: project.clone() };
    let asked = [
        report(3, Format::Html),
        preview(4),
        report(5, Format::Record),
        report(6, Format::Html),
        Request::Run { job: 7, project: project.clone() },
        preview(8),
        preview(9),
    ];
    let mut said: Vec<Reply> = asked.into_iter().flat_map(|r| server.handle(r, Vec::new())).map(|s| s.reply).collect();
    while server.busy() {
        said.extend(server.step().into_iter().map(|s| s.reply));
    }
    let texts = said.iter().filter_map(|r| match r {
        Reply::Text { job, name, .. } => Some((*job, name.rsplit('.').next().unwrap_or_default().to_owned())),
        _ => None,
    });
    let mut texts: Vec<(u64, String)> = texts.collect();
    texts.sort_unstable();
    let expected = [(3, "html"), (5, "md"), (6, "html"), (9, "md")];
    assert_eq!(texts, expected.map(|(job, ending)| (job, ending.to_owned())));
    let given_up: Vec<u64> =
        said.iter().filter_map(|r| if let Reply::Cancelled { job } = r { Some(*job) } else { None }).collect();
    assert_eq!(given_up, [4, 8]);
}

/// A program file as the build packs it; what is in it is not run here.
fn program() -> Vec<u8> {
    use base64::Engine as _;
    let line =
        |name: &str, content: &[u8]| format!("{name} {}\n", base64::engine::general_purpose::STANDARD.encode(content));
    (line("glue", b"let a;") + &line("style", b"p {}") + &line("module", &[0x5d; 20]) + "size 4\n").into_bytes()
}

/// What a live report carries is the analysis as it was sent: the server in it gives the same first answers without a file,
/// and goes on as the one with files does.
#[test]
fn a_live_report_goes_on_from_what_was_sent() {
    let mut runner = Inline::default();
    let project = project(&mut runner);
    let last = |replies: Vec<Sent>| replies.last().map(|s| s.reply.clone());
    let run = last(run_to_end(&mut runner, Request::Run { job: 3, project: project.clone() }, Vec::new()));
    let Some(Reply::Prepared { prepared, readings, pack, base, notes, .. }) = run.clone() else {
        panic!("no analysis")
    };
    let found = last(run_to_end(&mut runner, Request::Explore { job: 4, project: project.clone() }, Vec::new()));
    let Some(Reply::Explored { exploration, .. }) = found.clone() else { panic!("nothing was found") };
    let sent = Carried {
        project: (*project).clone(),
        prepared: *prepared,
        exploration: *exploration,
        readings,
        pack: *pack,
        base: base.map(|b| *b),
        notes,
    };
    let mut live = LiveServer::new(Carried::read(&sent.write().unwrap()).unwrap());
    let ask = |live: &mut LiveServer, request| {
        let mut said = live.handle(request, Vec::new());
        while live.busy() {
            said.extend(live.step());
        }
        last(said)
    };
    assert!(ask(&mut live, Request::Run { job: 3, project: project.clone() }) == run, "another analysis");
    assert!(ask(&mut live, Request::Explore { job: 4, project: project.clone() }) == found, "another search");

    let gate = sent.pack.gates.iter().find(|g| g.threshold > 0.0).expect("a gate").clone();
    let moved = Edit::Threshold { gate: gate.id, value: Some(gate.threshold * 0.5) };
    let moved = Box::new(moved.apply(&project).unwrap());
    let scenarios = vec![0];
    for request in [
        Request::Explore { job: 5, project: moved.clone() },
        Request::Odds { job: 6, project: moved.clone(), scenarios },
        Request::Grid { job: 7, project: moved.clone(), wish: GridWish::default() },
    ] {
        let with_files = last(run_to_end(&mut runner, request.clone(), Vec::new()));
        assert!(with_files.is_some() && ask(&mut live, request.clone()) == with_files, "{request:?}");
    }

    let mut other = project.clone();
    other.files.pop();
    for request in [
        Request::Run { job: 8, project: other.clone() },
        Request::Explore { job: 8, project: other },
        Request::Save { job: 8, project: project.clone() },
        Request::Add { job: 8, name: "more.csv".into() },
    ] {
        assert!(matches!(ask(&mut live, request), Some(Reply::Failed { job: 8, .. })));
    }
}

#[test]
fn a_live_report_is_the_report_with_a_program_and_opens_again() {
    let mut runner = Inline::default();
    let project = project(&mut runner);
    let text = |replies: Vec<Sent>| match replies.last().map(|s| s.reply.clone()) {
        Some(Reply::Text { name, text, .. }) => (name, text),
        other => panic!("{other:?}"),
    };
    let report = Request::Report { job: 3, project: project.clone(), format: Format::Html };
    let (_, plain) = text(run_to_end(&mut runner, report, Vec::new()));
    let (name, live) = text(run_to_end(&mut runner, Request::Live { job: 4, project: project.clone() }, program()));
    assert!(name.ends_with(".live.html"), "{name}");
    let body = |html: &str| {
        let from = html.find("<a class=\"skip\"").unwrap();
        let text = &html[from..html.find("<footer>").unwrap()];
        // Captions are named by where they stand in the file.
        let mut pieces = text.split("\"c");
        let mut out = pieces.next().unwrap().to_owned();
        pieces.for_each(|p| out.push_str(p.trim_start_matches(|c: char| c.is_ascii_digit())));
        out
    };
    assert!(body(&plain) == body(&live), "the report is another");
    let opened = run_to_end(&mut runner, Request::Add { job: 5, name }, live.into_bytes());
    let Some(Reply::Opened { project: opened, files, .. }) = opened.into_iter().next().map(|s| s.reply) else {
        panic!("it does not open")
    };
    assert_eq!((opened.scenarios, files.len()), (project.scenarios.clone(), 2));
    let broken = run_to_end(&mut runner, Request::Live { job: 6, project }, b"glue".to_vec());
    assert!(
        matches!(&broken[0].reply, Reply::Failed { job: 6, diagnostics } if diagnostics[0].to_string().contains("size") || diagnostics[0].to_string().contains("line"))
    );
}

/// Records are selected in the engine: what travels to the page are sentences, a curve and a text, never the vectors.
#[test]
fn a_selection_comes_over_the_wire() {
    let mut records = String::from("id,e1,e2,family\n");
    for at in 0..40 {
        records.push_str(&format!("r{at},{},{},f{}\n", at % 7, 1 + at % 5, at % 3));
    }
    let play = |runner: &mut dyn Runner| {
        let files = vec![add(runner, 1, "records.csv", &records), add(runner, 2, "curve.csv", CURVE)];
        let project = Box::new(Edit::AddFiles { files }.apply(&Project::default()).unwrap());
        let keep = crate::select::outcome::Keep::Records(5);
        let wish = Box::new(crate::select::Request { keep, ..crate::select::Request::default() });
        run_to_end(runner, Request::Select { job: 3, project, wish }, Vec::new())
    };
    let (direct, wired) = (play(&mut Inline::default()), play(&mut Loopback::default()));
    assert!(direct == wired, "replies differ after the wire");
    let found = direct.iter().find_map(|s| match &s.reply {
        Reply::Selected { job: 3, outcome: Ok(outcome), csv } => Some((outcome, csv)),
        _ => None,
    });
    let (outcome, csv) = found.expect("a selection");
    assert_eq!((outcome.kept, outcome.pool, csv.lines().count()), (5, 40, 41));
    // Without records it is said what is missing.
    let mut runner = Inline::default();
    let files = vec![add(&mut runner, 1, "curve.csv", CURVE)];
    let project = Box::new(Edit::AddFiles { files }.apply(&Project::default()).unwrap());
    let wish = Box::default();
    let said = run_to_end(&mut runner, Request::Select { job: 2, project, wish }, Vec::new());
    assert!(
        said.iter()
            .any(|s| matches!(&s.reply, Reply::Selected { outcome: Err(fault), .. } if fault.code == "pool-absent"))
    );
}
