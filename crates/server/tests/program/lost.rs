//! The list of lost documents on the command line.

use std::fs;

use bonafide_test_server::TestServer;

use crate::audit::tamper;
use crate::{databases, done, on, refused};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_kept_and_nobody_reads_a_number_off_it() {
    for database in databases().await {
        let server = TestServer::with(&on(&database)).await.unwrap();
        let write = |name: &str, text: &str| {
            let file = server.folder().join(name);
            fs::write(&file, text).unwrap();
            file.to_str().unwrap().to_owned()
        };
        let head = "state,number,reported,source\n";
        let good = format!("{head}NLD,SPECI-2014,2026-01-31,police\nD, c01x ,,embassy\n");
        let good = write("good.csv", &good);
        let said = done(&server, &["lost", "import", &good]);
        assert!(said.starts_with("2 put on the list, 0"), "{said}");
        let said = done(&server, &["lost", "import", &good]);
        assert!(said.starts_with("0 put on the list, 2"), "{said}");
        let short = write("short.csv", "number,state\nX1,NLD\n");
        done(
            &server,
            &["lost", "import", &short, "--source", "bulletin 7"],
        );
        let nameless = refused(&server, &["lost", "import", &short]);
        assert!(nameless.contains("/2/source"), "{nameless}");
        let bad = write(
            "bad.csv",
            &format!("{head}NLD,Y1,,police\nNLDX,Y2,,police\n"),
        );
        let said = refused(&server, &["lost", "import", &bad]);
        assert!(said.contains("/3/number") && !said.contains("Y2"), "{said}");
        refused(
            &server,
            &["lost", "import", "/nowhere.csv", "--source", "x"],
        );
        let other = write("other.csv", "a,b\n1,2\n");
        refused(&server, &["lost", "import", &other, "--source", "x"]);

        let listed = done(&server, &["lost", "list"]);
        assert!(listed.contains("bulletin 7  1 documents"), "{listed}");
        assert!(!listed.contains("SPECI"), "{listed}");
        let said = done(&server, &["lost", "check", "nld", "speci2014"]);
        assert_eq!(said.trim(), "reported by police on 2026-01-31");
        let said = done(&server, &["lost", "check", "NLD", "Y1"]);
        assert_eq!(
            said.trim(),
            "not on the list",
            "of a bad file nothing is taken"
        );

        let document = ["--state", "D", "--number", "C01X"];
        done(&server, &[&["lost", "remove"], &document[..]].concat());
        refused(&server, &[&["lost", "remove"], &document[..]].concat());
        refused(&server, &["lost", "remove"]);
        refused(&server, &["lost", "remove", "--state", "D"]);
        done(&server, &["lost", "remove", "--source", "bulletin 7"]);
        refused(&server, &["lost", "remove", "--source", "bulletin 7"]);
        let history = done(&server, &["lost", "history"]);
        assert_eq!(history.lines().count(), 4, "{history}");
        assert!(
            !history.contains("C01X") && !history.contains("c01x"),
            "{history}"
        );
        done(&server, &["audit", "verify"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_somebody_altered_is_made_anew_deliberately() {
    let server = TestServer::start().await.unwrap();
    let list = server.folder().join("list.csv");
    fs::write(&list, "state,number,source\nNLD,A1,police\nNLD,A2,police\n").unwrap();
    let list = list.to_str().unwrap();
    done(&server, &["lost", "import", list]);
    let said = refused(&server, &["lost", "rebuild", list, "--yes"]);
    assert!(said.contains("nothing to make anew"), "{said}");
    let file = server.folder().join("bonafide.db");
    tamper(&file, "DELETE FROM lost_documents WHERE rowid = 1").await;
    for command in [
        &["lost", "import", list][..],
        &["lost", "check", "NLD", "A1"],
        &["lost", "remove", "--source", "police"],
    ] {
        let said = refused(&server, command);
        assert!(said.contains("lost rebuild"), "{command:?}: {said}");
    }
    refused(&server, &["audit", "verify"]);
    let said = refused(&server, &["lost", "rebuild", list]);
    assert!(said.contains("1 documents of 1 sources"), "{said}");
    assert!(said.contains("--yes"), "nobody sits there: {said}");
    let said = done(&server, &["lost", "rebuild", list, "--yes"]);
    assert_eq!(said.trim(), "1 taken off the list, 2 put on it");
    done(&server, &["audit", "verify"]);
    done(&server, &["lost", "check", "NLD", "A1"]);
    let history = done(&server, &["lost", "history"]);
    assert!(history.contains("lost_rebuilt"), "{history}");
}
