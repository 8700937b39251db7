// swift-tools-version: 6.2

import PackageDescription

/// One array for every target, so that no target is held to less than the others.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
]
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "sidecar",
    products: [
        .executable(name: "sidecar", targets: ["sidecar"])
    ],
    traits: [
        .trait(
            name: "FaultPoints",
            description: "Named points at which a test can kill the daemon. Never in a release."
        )
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle.git",
            from: "2.13.0"
        ),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CJSONC", pkgConfig: "json-c", providers: [.apt(["libjson-c-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CLibCrypto",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .target(
            name: "Wire",
            dependencies: [
                "CJSONC", logging,
                .product(name: "DequeModule", package: "swift-collections"),
            ] + nio,
            swiftSettings: settings
        ),
        .target(
            name: "Store",
            dependencies: [
                "CLibPQ", "CLibCrypto", logging,
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "OrderedCollections", package: "swift-collections"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Sidecar",
            dependencies: [
                "Wire", "Store", logging, "Yams",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ] + nio,
            swiftSettings: settings
        ),
        .executableTarget(
            name: "sidecar",
            dependencies: ["Sidecar"],
            path: "Sources/Executable",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "sidecar-bench",
            dependencies: [
                "Sidecar", "Store", "Wire", "CAllocationCount", logging,
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Benchmarks/SidecarBench",
            swiftSettings: settings
        ),
        .target(name: "CAllocationCount", path: "Benchmarks/CAllocationCount"),
        .target(
            name: "TestSupport",
            dependencies: ["Wire", "Store", logging] + nio,
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        .testTarget(
            name: "WireTests",
            dependencies: [
                "Wire", "TestSupport", logging,
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ] + nio,
            swiftSettings: settings
        ),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Store", "TestSupport", logging,
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SidecarTests",
            dependencies: ["Sidecar", "Wire", "Store", "TestSupport", logging] + nio,
            swiftSettings: settings
        ),
        .testTarget(
            name: "ProcessTests",
            // The program itself is not linked, but has to be built before the tests run.
            dependencies: ["Wire", "Store", "TestSupport", "sidecar"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ProtocolDocsTests",
            dependencies: ["Sidecar", "Wire", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(name: "TidyTests", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
