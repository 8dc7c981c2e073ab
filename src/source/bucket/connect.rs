//! The address of a bucket, and its settings: `s3://`, `gs://`, `az://`, `file://`; credentials come from variables or from files that
//! variables name, and are shown nowhere.

use std::{fs, io, path::Path as FilePath, sync::Arc, time::Duration};

use object_store::{
    ClientConfigKey, ObjectStore, ObjectStoreScheme, RetryConfig,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    azure::{AzureConfigKey, MicrosoftAzureBuilder},
    gcp::{GoogleCloudStorageBuilder, GoogleConfigKey},
    local::LocalFileSystem,
    path::Path,
};
use url::Url;

use super::{Store, StoreError, retry::redacted, store::Endpoint};
use crate::source::atomic::bytes;

/// How long a connection to an endpoint may take to be made.
const CONNECT: &str = "2s";
/// How long a request may take as a whole; the store ends one that stalls long before.
const WHOLE: &str = "3600s";
/// The shortest value that is taken out of messages as a secret.
const SHORTEST_SECRET: usize = 6;

/// The settings of a store.
#[derive(Clone, Default)]
pub struct StoreOptions {
    /// The addresses of the store's nodes, such as `https://s3.example.org`; the next one is used where one does not answer.
    /// If empty, those of the variables (separated by commas), or else the provider's own.
    pub endpoints: Vec<String>,
    /// Variables of the environment: `AWS_…`, `GOOGLE_…`, `AZURE_…`. `NAME_FILE` names a file with the value of `NAME`.
    pub variables: Vec<(String, String)>,
    /// How long a request is tried again; 30 seconds where it is not set.
    pub patience: Option<Duration>,
    /// Whether a folder that is not there is a bucket out of reach, and no error: readers go on with what they have.
    pub may_be_away: bool,
}

impl Store {
    /// The bucket at `address`, such as `s3://news/archive` or `file:///srv/bucket`.
    ///
    /// # Errors
    /// [`StoreError::Address`], [`StoreError::Settings`]. The store is not asked for anything yet.
    pub fn open(address: &str, options: &StoreOptions) -> Result<Store, StoreError> {
        let url = checked(address)?;
        let scheme = ObjectStoreScheme::parse(&url).map_err(|error| wrong(address, &error.to_string()))?;
        let mut store = match scheme {
            (ObjectStoreScheme::Local, _) => folder(address, &url, options.may_be_away)?,
            (ObjectStoreScheme::AmazonS3, prefix) => connect(&url, prefix, options, "aws_endpoint", s3)?,
            (ObjectStoreScheme::GoogleCloudStorage, prefix) => {
                connect(&url, prefix, options, "google_base_url", google)?
            }
            (ObjectStoreScheme::MicrosoftAzure, prefix) => connect(&url, prefix, options, "azure_endpoint", azure)?,
            _ => return Err(wrong(address, EXPECTED)),
        };
        store.patience = options.patience.unwrap_or(store.patience);
        Ok(store)
    }
}

impl Store {
    /// Removes what writers that were killed left in a folder: `KEY#NUMBER`, which no listing shows. Those younger than `age` stay,
    /// for they may be being written. Returns how many went.
    ///
    /// # Errors
    /// [`StoreError::Local`] where a folder cannot be listed or a file not removed.
    pub fn remove_unfinished(&self, age: Duration) -> Result<u64, StoreError> {
        let mut folders: Vec<_> = self.folder.iter().cloned().collect();
        let mut removed = 0;
        while let Some(folder) = folders.pop() {
            let local = |source| StoreError::Local { path: folder.display().to_string(), source };
            for entry in fs::read_dir(&folder).map_err(local)? {
                let entry = entry.map_err(local)?;
                // Its writer may have finished it meanwhile.
                let Some(metadata) = if_there(entry.metadata()).map_err(local)? else { continue };
                if metadata.is_dir() {
                    folders.push(entry.path());
                } else if is_unfinished(&entry.file_name().to_string_lossy())
                    && metadata.modified().is_ok_and(|at| at.elapsed().is_ok_and(|elapsed| elapsed >= age))
                    && if_there(fs::remove_file(entry.path())).map_err(local)?.is_some()
                {
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }
}

/// What was found of a file; `None` where it is gone.
fn if_there<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

/// Whether `object_store` gives this name to a file that it has not written to its end.
fn is_unfinished(name: &str) -> bool {
    name.rsplit_once('#').is_some_and(|(_, digits)| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

const EXPECTED: &str =
    "expected `s3://BUCKET/PREFIX`, `gs://BUCKET/PREFIX`, `az://CONTAINER/PREFIX` or `file:///FOLDER`";

/// The address, if it can be one of a bucket.
fn checked(address: &str) -> Result<Url, StoreError> {
    let url = Url::parse(address).map_err(|_| wrong(address, EXPECTED))?;
    if !["s3", "s3a", "gs", "az", "abfs", "abfss", "file"].contains(&url.scheme()) {
        return Err(wrong(address, EXPECTED));
    }
    // `az://container@account` has its container there, and nothing secret.
    let is_azure = matches!(url.scheme(), "az" | "abfs" | "abfss");
    if url.password().is_some() || (!url.username().is_empty() && !is_azure) {
        let reason = "credentials do not belong into an address, which lists of processes show; set variables instead";
        return Err(wrong(address, reason));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong(address, "nothing may follow the path; settings are variables"));
    }
    Ok(url)
}

/// The error of an address; what stands before `@` or after `?` may be secret.
fn wrong(address: &str, reason: &str) -> StoreError {
    StoreError::Address { address: redacted(&without_user(address), &[]), reason: reason.to_owned() }
}

fn without_user(address: &str) -> String {
    let shown = address.split(['?', '#']).next().unwrap_or_default();
    match (shown.split_once("://"), shown.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => shown.to_owned(),
    }
}

/// A bucket in a folder of this machine.
fn folder(address: &str, url: &Url, may_be_away: bool) -> Result<Store, StoreError> {
    let path = url.to_file_path().map_err(|()| wrong(address, "expected `file:///` and the path of a folder"))?;
    if !path.is_dir() && !may_be_away {
        let reason = format!("there is no folder `{0}`; make it with `mkdir -p {0}`", path.display());
        return Err(wrong(address, &reason));
    }
    let prefix = Path::from_absolute_path(&path).map_err(|error| wrong(address, &error.to_string()))?;
    let store = Arc::new(LocalFileSystem::new().with_fsync(true));
    let mut bucket = Store::new(vec![Endpoint { name: address.to_owned(), store }], prefix, address.to_owned())?;
    bucket.folder = Some(path);
    Ok(bucket)
}

/// The settings that a kind of store takes, by key, and the endpoint.
type Build<K> = fn(&Url, &[(K, String)]) -> object_store::Result<Arc<dyn ObjectStore>>;

/// The names that a kind of store gives to its settings.
trait Setting: std::str::FromStr + Clone {
    fn client(key: ClientConfigKey) -> Self;
}

impl Setting for AmazonS3ConfigKey {
    fn client(key: ClientConfigKey) -> Self {
        AmazonS3ConfigKey::Client(key)
    }
}

impl Setting for GoogleConfigKey {
    fn client(key: ClientConfigKey) -> Self {
        GoogleConfigKey::Client(key)
    }
}

impl Setting for AzureConfigKey {
    fn client(key: ClientConfigKey) -> Self {
        AzureConfigKey::Client(key)
    }
}

fn connect<K: Setting + PartialEq>(
    url: &Url,
    prefix: Path,
    options: &StoreOptions,
    endpoint: &str,
    build: Build<K>,
) -> Result<Store, StoreError> {
    // The first provider stays: that of the server, if there is one.
    _ = rustls::crypto::ring::default_provider().install_default();
    let Ok(endpoint) = endpoint.parse::<K>() else {
        return Err(StoreError::Settings { reason: format!("the client does not know `{endpoint}`") });
    };
    let Settings { mut values, secrets } = Settings::read::<K>(&options.variables)?;
    let named = values.iter().filter(|(key, _)| *key == endpoint);
    let mut addresses: Vec<String> =
        named.flat_map(|(_, value)| value.split(',')).map(|one| one.trim().to_owned()).collect();
    values.retain(|(key, _)| *key != endpoint);
    if !options.endpoints.is_empty() {
        addresses.clone_from(&options.endpoints);
    }
    addresses.retain(|one| !one.is_empty());
    values.push((K::client(ClientConfigKey::ConnectTimeout), CONNECT.to_owned()));
    values.push((K::client(ClientConfigKey::Timeout), WHOLE.to_owned()));
    let made = |address: Option<&String>| {
        let mut own = values.clone();
        if let Some(address) = address {
            let has_user = |url: &Url| !url.username().is_empty() || url.password().is_some();
            let is_bare = |url: &Url| !has_user(url) && url.query().is_none() && url.fragment().is_none();
            let is_endpoint = |url: &Url| matches!(url.scheme(), "http" | "https") && is_bare(url);
            let Some(parsed) = Url::parse(address).ok().filter(is_endpoint) else {
                let shown = redacted(&without_user(address), &secrets);
                return Err(StoreError::Settings {
                    reason: format!(
                        "the endpoint `{shown}`: expected an `https://` address without credentials, `?` and `#`"
                    ),
                });
            };
            if parsed.scheme() == "http" {
                own.push((K::client(ClientConfigKey::AllowHttp), "true".to_owned()));
            }
            own.push((endpoint.clone(), address.clone()));
        }
        let store = build(url, &own);
        let store = store.map_err(|error| StoreError::Settings { reason: redacted(&error.to_string(), &secrets) })?;
        let name = address.map_or_else(|| url.to_string(), |address| redacted(address, &secrets));
        Ok(Endpoint { name, store })
    };
    let endpoints = match addresses.as_slice() {
        [] => vec![made(None)?],
        addresses => addresses.iter().map(|address| made(Some(address))).collect::<Result<_, _>>()?,
    };
    let mut store = Store::new(endpoints, prefix, url.to_string())?;
    store.secrets = secrets;
    Ok(store)
}

/// Settings of a store as the variables give them.
struct Settings<K> {
    values: Vec<(K, String)>,
    secrets: Vec<String>,
}

impl Settings<()> {
    fn read<K: Setting>(variables: &[(String, String)]) -> Result<Settings<K>, StoreError> {
        let mut settings = Settings { values: Vec::new(), secrets: Vec::new() };
        for (name, value) in variables {
            let lower = name.to_ascii_lowercase().replace("aws_endpoint_url_s3", "aws_endpoint");
            if !["aws_", "google_", "azure_"].iter().any(|prefix| lower.starts_with(prefix)) {
                continue;
            }
            let (key, value) = match (lower.parse::<K>(), lower.strip_suffix("_file").map(str::parse::<K>)) {
                (Ok(key), _) => (key, value.clone()),
                (Err(_), Some(Ok(key))) => (key, from_file(name, FilePath::new(value))?),
                _ => continue,
            };
            let is_secret = ["secret", "key", "token", "sas", "password", "credential"];
            if is_secret.iter().any(|word| lower.contains(word)) && value.len() >= SHORTEST_SECRET {
                settings.secrets.push(value.clone());
            }
            settings.values.push((key, value));
        }
        // The longest first, so that no part of one is left.
        settings.secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Ok(settings)
    }
}

fn from_file(name: &str, path: &FilePath) -> Result<String, StoreError> {
    let local = |source| StoreError::Local { path: path.display().to_string(), source };
    let found = bytes(path).map_err(local)?;
    let reason = |what: &str| StoreError::Settings { reason: format!("`{name}` names `{}`, {what}", path.display()) };
    let text = String::from_utf8(found.ok_or_else(|| reason("which is not there"))?);
    Ok(text.map_err(|_| reason("which is not a text"))?.trim().to_owned())
}

/// The client itself tries nothing twice: retries belong above the choice of the endpoint.
fn no_retry() -> RetryConfig {
    RetryConfig { max_retries: 0, ..RetryConfig::default() }
}

fn s3(url: &Url, values: &[(AmazonS3ConfigKey, String)]) -> object_store::Result<Arc<dyn ObjectStore>> {
    let builder = AmazonS3Builder::new().with_url(url.to_string()).with_retry(no_retry());
    let builder = values.iter().fold(builder, |builder, (key, value)| builder.with_config(*key, value));
    Ok(Arc::new(builder.build()?))
}

fn google(url: &Url, values: &[(GoogleConfigKey, String)]) -> object_store::Result<Arc<dyn ObjectStore>> {
    let builder = GoogleCloudStorageBuilder::new().with_url(url.to_string()).with_retry(no_retry());
    let builder = values.iter().fold(builder, |builder, (key, value)| builder.with_config(*key, value));
    Ok(Arc::new(builder.build()?))
}

fn azure(url: &Url, values: &[(AzureConfigKey, String)]) -> object_store::Result<Arc<dyn ObjectStore>> {
    let builder = MicrosoftAzureBuilder::new().with_url(url.to_string()).with_retry(no_retry());
    let builder = values.iter().fold(builder, |builder, (key, value)| builder.with_config(*key, value));
    Ok(Arc::new(builder.build()?))
}
